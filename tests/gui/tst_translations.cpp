#include "widgets/connectionwords.h"
#include "widgets/timewords.h"
#include "widgets/translations.h"

#include <QCoreApplication>
#include <QFile>
#include <QLocale>
#include <QTest>
#include <QXmlStreamReader>

using namespace ventanilla;

class TestTranslations : public QObject
{
    Q_OBJECT

private slots:
    void isComplete_data();
    void isComplete();
    void haveTheSamePlaceholders_data() { isComplete_data(); }
    void haveTheSamePlaceholders();
    void speaks_data();
    void speaks();

private:
    struct Entry {
        QString source;
        QStringList translations;
        QString type;
    };

    static QList<Entry> read(const QString &language);
    static void readTranslation(QXmlStreamReader &xml, Entry &entry);
};

void TestTranslations::readTranslation(QXmlStreamReader &xml, Entry &entry)
{
    entry.type = xml.attributes().value(QStringLiteral("type")).toString();
    QString text;
    while (xml.readNext() != QXmlStreamReader::EndElement || xml.name() == u"numerusform") {
        if (xml.isStartElement())
            text.clear();
        else if (xml.isCharacters())
            text += xml.text();
        else if (xml.isEndElement())
            entry.translations.append(text);
    }
    if (entry.translations.isEmpty())
        entry.translations.append(text);
}

QList<TestTranslations::Entry> TestTranslations::read(const QString &language)
{
    QFile file(QStringLiteral(TRANSLATION_FOLDER "/ventanilla_%1.ts").arg(language));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QXmlStreamReader xml(&file);
    QList<Entry> entries;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == u"source")
            entries.append({xml.readElementText(), {}, {}});
        else if (xml.name() == u"translation")
            readTranslation(xml, entries.last());
    }
    return entries;
}

void TestTranslations::isComplete_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("Spanish") << "es";
    QTest::newRow("English") << "en";
}

void TestTranslations::isComplete()
{
    QFETCH(QString, language);
    const QList<Entry> entries = read(language);
    QCOMPARE_GT(entries.size(), 100);
    for (const Entry &entry : entries) {
        QVERIFY2(entry.type.isEmpty(), qPrintable(entry.source));
        for (const QString &translation : entry.translations)
            QVERIFY2(!translation.trimmed().isEmpty(), qPrintable(entry.source));
    }
}

void TestTranslations::haveTheSamePlaceholders()
{
    QFETCH(QString, language);
    for (const Entry &entry : read(language)) {
        for (const QString &translation : entry.translations) {
            for (const auto placeholder : {u"%1", u"%2", u"%3", u"%n"}) {
                const QStringView wanted(placeholder);
                QVERIFY2(entry.source.contains(wanted) == translation.contains(wanted),
                         qPrintable(entry.source));
            }
        }
    }
}

void TestTranslations::speaks_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("banner");
    QTest::addColumn<QString>("day");
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("two");
    QTest::newRow("Spanish") << "es"
                             << "Sin conexión con chat.example:3000, próximo intento en 4 s"
                             << "Hoy"
                             << "1 nuevo"
                             << "2 nuevos";
    QTest::newRow("English") << "en"
                             << "No connection to chat.example:3000, next try in 4 s"
                             << "Today"
                             << "1 new"
                             << "2 new";
    QTest::newRow("a language we do not have") << "xx"
                                               << "No connection to chat.example:3000, next try in 4 s"
                                               << "Today"
                                               << "1 new"
                                               << "2 new";
}

void TestTranslations::speaks()
{
    QFETCH(QString, language);
    const QLocale before;
    {
        const Translations translations(language);
        ConnectionStatus status;
        status.failure = TransportFailure::Unreachable;
        status.server = QStringLiteral("chat.example:3000");
        status.nextTryAtMs = 4'000;
        QTEST(bannerFor(status, 0).words, "banner");
        QTEST(dayTitle(0, 0, QLocale()), "day");
        const auto pill = [](int count) {
            return QCoreApplication::translate("ventanilla::NewMessagesPill", "%n new", "messages below",
                                               count);
        };
        QTEST(pill(1), "one");
        QTEST(pill(2), "two");
    }
    QLocale::setDefault(before);
}

QTEST_MAIN(TestTranslations)
#include "tst_translations.moc"
