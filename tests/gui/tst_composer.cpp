#include "widgets/composer.h"
#include "widgets/messageedit.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace ventanilla;

class TestComposer : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void submitsWithEnter_data();
    void submitsWithEnter();
    void breaksTheLine();
    void submitsWithTheButton();
    void doesNotSubmit_data();
    void doesNotSubmit();
    void countsOnlyNearTheLimit();
    void countsCodePoints();
    void growsToSixLines();
    void pastesPlainText();
    void keepsDrafts();

private:
    template<typename Widget>
    Widget *find(const char *name) const
    {
        return m_composer->findChild<Widget *>(QString::fromUtf8(name));
    }
    void type(const char *text) { QTest::keyClicks(m_edit, QString::fromUtf8(text)); }

    std::unique_ptr<Composer> m_composer;
    MessageEdit *m_edit = nullptr;
};

void TestComposer::init()
{
    m_composer = std::make_unique<Composer>();
    m_composer->resize(400, 60);
    m_composer->show();
    m_edit = find<MessageEdit>("messageEdit");
    QVERIFY(m_edit);
}

void TestComposer::submitsWithEnter_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::newRow("return") << Qt::Key_Return << Qt::KeyboardModifiers();
    QTest::newRow("keypad") << Qt::Key_Enter << Qt::KeyboardModifiers(Qt::KeypadModifier);
}

void TestComposer::submitsWithEnter()
{
    QFETCH(Qt::Key, key);
    QFETCH(Qt::KeyboardModifiers, modifiers);
    QSignalSpy submitted(m_composer.get(), &Composer::submitted);
    type("hello");
    QTest::keyClick(m_edit, key, modifiers);
    QCOMPARE(submitted.size(), 1);
    QCOMPARE(submitted.first().first().toString(), QStringLiteral("hello"));
    QVERIFY(m_edit->toPlainText().isEmpty());
}

void TestComposer::breaksTheLine()
{
    QSignalSpy submitted(m_composer.get(), &Composer::submitted);
    type("one");
    QTest::keyClick(m_edit, Qt::Key_Return, Qt::ShiftModifier);
    type("two");
    QVERIFY(submitted.isEmpty());
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(submitted.first().first().toString(), QStringLiteral("one\ntwo"));
}

void TestComposer::submitsWithTheButton()
{
    QSignalSpy submitted(m_composer.get(), &Composer::submitted);
    auto *button = find<QToolButton>("sendButton");
    QVERIFY(!button->isEnabled());
    type("hello");
    QVERIFY(button->isEnabled());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(submitted.size(), 1);
    QVERIFY(!button->isEnabled());
}

void TestComposer::doesNotSubmit_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << "";
    QTest::newRow("white space") << " \t\n  ";
    QTest::newRow("too much") << QString(41, QLatin1Char('x'));
    QTest::newRow("half a character") << QString(QChar(0xD83D));
}

void TestComposer::doesNotSubmit()
{
    QFETCH(QString, text);
    QSignalSpy submitted(m_composer.get(), &Composer::submitted);
    m_composer->setLongest(40);
    m_edit->setPlainText(text);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QVERIFY(submitted.isEmpty());
    QCOMPARE(m_edit->toPlainText(), text);
    QVERIFY(!find<QToolButton>("sendButton")->isEnabled());
}

void TestComposer::countsOnlyNearTheLimit()
{
    m_composer->setLongest(40);
    auto *counter = find<QLabel>("messageCounter");
    m_edit->setPlainText(QString(37, QLatin1Char('x')));
    QVERIFY(counter->isHidden());
    type("x");
    QVERIFY(!counter->isHidden());
    QVERIFY(counter->text().startsWith(QLatin1Char('2')));
    QVERIFY(!counter->font().bold());
    type("xxx");
    QVERIFY(counter->text().startsWith(QLatin1Char('1')));
    QVERIFY(counter->font().bold());
    QCOMPARE(counter->palette().color(QPalette::WindowText), coloursFor(counter->palette()).alarm);
}

void TestComposer::countsCodePoints()
{
    m_composer->setLongest(40);
    QString emoji;
    for (int number = 0; number < 40; ++number)
        emoji += QString::fromUtf8("😊");
    m_edit->setPlainText(QStringLiteral("  ") + emoji + QStringLiteral("  "));
    QVERIFY(find<QLabel>("messageCounter")->text().startsWith(QLatin1Char('0')));
    QVERIFY(find<QToolButton>("sendButton")->isEnabled());
}

void TestComposer::growsToSixLines()
{
    const int one = m_edit->height();
    QList<int> heights;
    for (int line = 0; line < 8; ++line) {
        QTest::keyClick(m_edit, Qt::Key_Return, Qt::ShiftModifier);
        heights.append(m_edit->height());
    }
    QVERIFY(heights.at(0) > one);
    QVERIFY(heights.at(4) > heights.at(3));
    QCOMPARE(heights.at(5), heights.at(4)); // the seventh line scrolls
    m_edit->clear();
    QCOMPARE(m_edit->height(), one);
}

void TestComposer::pastesPlainText()
{
    auto *data = new QMimeData;
    data->setHtml(QStringLiteral("<b>bold</b>"));
    data->setText(QStringLiteral("bo") + QChar(0) + QStringLiteral("ld"));
    QApplication::clipboard()->setMimeData(data);
    m_edit->paste();
    QCOMPARE(m_edit->toPlainText(), QStringLiteral("bold"));
}

void TestComposer::keepsDrafts()
{
    type("a draft");
    QTest::keyClick(m_edit, Qt::Key_Left);
    const Composer::Draft draft = m_composer->draft();
    QCOMPARE(draft.text, QStringLiteral("a draft"));
    QCOMPARE(draft.cursor, 6);
    m_composer->setDraft({});
    QVERIFY(m_edit->toPlainText().isEmpty());
    m_composer->setDraft(draft);
    QCOMPARE(m_edit->textCursor().position(), 6);
    m_composer->setDraft({QStringLiteral("x"), 99});
    QCOMPARE(m_edit->textCursor().position(), 1);
}

QTEST_MAIN(TestComposer)
#include "tst_composer.moc"
