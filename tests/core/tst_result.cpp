#include "core/result.h"

#include <QTest>

#include <memory>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestResult : public QObject
{
    Q_OBJECT

private slots:
    void holdsAValue();
    void holdsAnError();
    void tellsSameTypesApart();
    void movesOutWhatCannotBeCopied();
    void convertsFailures();
};

void TestResult::holdsAValue()
{
    const Result<QString> result(u"abc"_s);
    QVERIFY(result.ok());
    QVERIFY(static_cast<bool>(result));
    QCOMPARE(*result, u"abc"_s);
    QCOMPARE(result->size(), 3);
}

void TestResult::holdsAnError()
{
    const Result<int> result = failure("it broke");
    QVERIFY(!result.ok());
    QVERIFY(!result);
    QCOMPARE(result.error().message, u"it broke"_s);
}

void TestResult::tellsSameTypesApart()
{
    const Result<QString, QString> good(u"x"_s);
    const Result<QString, QString> bad = failure(u"x"_s);
    QVERIFY(good.ok());
    QVERIFY(!bad.ok());
    QCOMPARE(*good, bad.error());
}

void TestResult::movesOutWhatCannotBeCopied()
{
    Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
    const std::unique_ptr<int> taken = *std::move(result);
    QCOMPARE(*taken, 7);
}

void TestResult::convertsFailures()
{
    const auto inner = []() -> Result<int> { return failure("inner"); };
    const auto outer = [&]() -> Result<QString> {
        const auto number = inner();
        if (!number)
            return failure(number.error());
        return QString::number(*number);
    };
    QCOMPARE(outer().error().message, u"inner"_s);
}

QTEST_GUILESS_MAIN(TestResult)
#include "tst_result.moc"
