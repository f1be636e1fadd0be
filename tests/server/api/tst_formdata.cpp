#include "api/formdata.h"

#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

using Fields = QHash<QString, QString>;

class TestFormData : public QObject
{
    Q_OBJECT

private slots:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void survivesHostileMultiparts();
};

void TestFormData::reads_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Fields>("fields");
    const auto row = [](const char *name, const QByteArray &type, const QByteArray &body,
                        const Fields &fields) { QTest::newRow(name) << type << body << fields; };
    const QByteArray form = "application/x-www-form-urlencoded";
    const Fields both {{u"user"_s, u"alice"_s}, {u"pass"_s, u"p&q=+ñ"_s}};
    row("form", form, "user=alice&pass=p%26q%3D%2B%C3%B1", both);
    row("form, type with more", "Application/X-WWW-Form-Urlencoded; charset=UTF-8", "user=alice",
        {{u"user"_s, u"alice"_s}});
    row("form, plus is a space", form, "a=b+c", {{u"a"_s, u"b c"_s}});
    row("form, empty value", form, "a=&b=1", {{u"a"_s, u""_s}, {u"b"_s, u"1"_s}});
    row("form, an equals sign in the value", form, "a=b=c", {{u"a"_s, u"b=c"_s}});
    row("form, nothing", form, "", {});
    row("form, nonsense", form, "&&=x&novalue&", {});
    row("form, broken escapes", form, "a=x%4&b=%", {{u"a"_s, u"x%4"_s}, {u"b"_s, u"%"_s}});
    row("JSON", "application/json", R"({"user":"alice","pass":"p&q=+ñ"})", both);
    row("JSON, what is no string", "application/json; charset=utf-8",
        R"({"user":"alice","n":1,"o":{"user":"x"},"l":["y"],"null":null})", {{u"user"_s, u"alice"_s}});
    row("JSON, empty", "application/json", "{}", {});
    const QByteArray head = "--AB\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nalice\r\n";
    row("multipart", "multipart/form-data; boundary=AB",
        head + "--AB\r\nContent-Disposition: form-data; name=\"pass\"\r\n\r\np&q=+ñ\r\n--AB--\r\n", both);
    row("multipart, quoted boundary", "multipart/form-data; boundary=\"AB\"", head + "--AB--",
        {{u"user"_s, u"alice"_s}});
    row("multipart, with a file", "multipart/form-data; boundary=AB",
        head
            + "--AB\r\nContent-Disposition: form-data; name=\"imagen\"; filename=\"a.png\"\r\nContent-Type: "
              "image/png\r\n\r\n"
            + QByteArray("\x89PNG\r\n\x1a\n\0\0--A\xff\xfe\r\n--", 19) + "\r\n--AB--\r\n",
        {{u"user"_s, u"alice"_s}});
    row("multipart, the file's name first", "multipart/form-data; boundary=AB",
        head
            + "--AB\r\nContent-Disposition: form-data; filename=\"user\"; "
              "name=\"user\"\r\n\r\nmallory\r\n--AB--",
        {{u"user"_s, u"alice"_s}});
    row("multipart, lines in a value", "multipart/form-data; boundary=AB",
        "--AB\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n\r\ntwo\r\n\r\n--AB--",
        {{u"a"_s, u"one\r\n\r\ntwo\r\n"_s}});
    row("multipart, empty value", "multipart/form-data; boundary=AB",
        "--AB\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--AB--", {{u"a"_s, u""_s}});
    row("multipart, a part without a head", "multipart/form-data; boundary=AB",
        head + "--AB\r\n\r\nx\r\n--AB--", {{u"user"_s, u"alice"_s}});
    row("multipart, a part without a name", "multipart/form-data; boundary=AB",
        head + "--AB\r\nContent-Disposition: form-data\r\n\r\nx\r\n--AB--", {{u"user"_s, u"alice"_s}});
}

void TestFormData::reads()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    HttpRequest request;
    request.headers = {{"content-type", type}};
    request.body = body;
    const auto fields = formFields(request);
    QVERIFY(fields.ok());
    QTEST(*fields, "fields");
}

void TestFormData::refuses_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, const QByteArray &type, const QByteArray &body) {
        QTest::newRow(name) << type << body;
    };
    row("no type", "", "user=alice");
    row("text", "text/plain", "user=alice");
    row("a type that begins alike", "application/jsonx", "{}");
    row("JSON list", "application/json", "[]");
    row("JSON string", "application/json", "\"x\"");
    row("JSON cut off", "application/json", "{\"user\":");
    row("JSON empty", "application/json", "");
    row("JSON too deep", "application/json", QByteArray("{\"a\":").repeated(100'000));
    row("multipart without a boundary", "multipart/form-data", "--AB--");
    row("multipart with an empty boundary", "multipart/form-data; boundary=", "--AB--");
    row("multipart with another boundary", "multipart/form-data; boundary=CD", "--AB--");
    row("multipart cut off", "multipart/form-data; boundary=AB",
        "--AB\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx");
    row("multipart empty", "multipart/form-data; boundary=AB", "");
    row("multipart, mixed", "multipart/mixed; boundary=AB", "--AB--");
}

void TestFormData::refuses()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    HttpRequest request;
    request.headers = {{"content-type", type}};
    request.body = body;
    const auto fields = formFields(request);
    QVERIFY(!fields.ok());
    QVERIFY(!fields.error().message.isEmpty());
}

void TestFormData::survivesHostileMultiparts()
{
    HttpRequest request;
    request.headers = {{"content-type", "multipart/form-data; boundary=A"}};
    request.body = QByteArray("--A").repeated(100'000);
    QVERIFY(!formFields(request).ok());
    request.body = QByteArray("--A\r\n").repeated(100'000) + "--A--";
    QVERIFY(formFields(request).ok());
    request.body = "--A\r\nContent-Disposition: " + QByteArray(500'000, ' ') + "name=\""
        + QByteArray(400'000, 'x') + "\r\n\r\nx\r\n--A--";
    QVERIFY(formFields(request).ok());
    QVERIFY(formFields(request)->isEmpty()); // the quote is never closed
}

QTEST_GUILESS_MAIN(TestFormData)
#include "tst_formdata.moc"
