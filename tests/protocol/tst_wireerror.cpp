#include "protocol/wireerror.h"

#include <QSet>
#include <QTest>

using namespace ventanilla;
using namespace Qt::StringLiterals;

class TestWireError : public QObject
{
    Q_OBJECT

private slots:
    void namesEveryCode_data();
    void namesEveryCode();
    void knowsNoOtherNames_data();
    void knowsNoOtherNames();
    void roundTripsErrors();
    void makesInternalOfWhatItCannotRead_data();
    void makesInternalOfWhatItCannotRead();
    void wrapsAcknowledgements();
};

void TestWireError::namesEveryCode_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("name");
    QTest::newRow("not authenticated") << ErrorCode::NotAuthenticated << u"no_autenticado"_s;
    QTest::newRow("token missing") << ErrorCode::TokenMissing << u"token_ausente"_s;
    QTest::newRow("token invalid") << ErrorCode::TokenInvalid << u"token_invalido"_s;
    QTest::newRow("token expired") << ErrorCode::TokenExpired << u"token_caducado"_s;
    QTest::newRow("invalid data") << ErrorCode::InvalidData << u"datos_invalidos"_s;
    QTest::newRow("text empty") << ErrorCode::TextEmpty << u"texto_vacio"_s;
    QTest::newRow("text too long") << ErrorCode::TextTooLong << u"texto_largo"_s;
    QTest::newRow("recipient unknown") << ErrorCode::RecipientUnknown << u"destino_desconocido"_s;
    QTest::newRow("recipient not allowed") << ErrorCode::RecipientNotAllowed << u"destino_no_permitido"_s;
    QTest::newRow("permission denied") << ErrorCode::PermissionDenied << u"sin_permiso"_s;
    QTest::newRow("too fast") << ErrorCode::TooFast << u"demasiado_rapido"_s;
    QTest::newRow("not stored") << ErrorCode::NotStored << u"no_guardado"_s;
    QTest::newRow("not found") << ErrorCode::NotFound << u"no_encontrado"_s;
    QTest::newRow("internal") << ErrorCode::Internal << u"interno"_s;
}

void TestWireError::namesEveryCode()
{
    QFETCH(ErrorCode, code);
    QFETCH(QString, name);
    QCOMPARE(toWire(code), name);
    QCOMPARE(errorCodeFromWire(name), std::optional(code));
}

void TestWireError::knowsNoOtherNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString();
    QTest::newRow("capitals") << u"INTERNO"_s;
    QTest::newRow("white space") << u" interno"_s;
    QTest::newRow("English") << u"internal"_s;
}

void TestWireError::knowsNoOtherNames()
{
    QFETCH(QString, name);
    QCOMPARE(errorCodeFromWire(name), std::nullopt);
}

void TestWireError::roundTripsErrors()
{
    const WireError plain {ErrorCode::TextEmpty, u"vacío"_s};
    QCOMPARE(plain.toJson(), QJsonObject({{u"codigo"_s, u"texto_vacio"_s}, {u"mensaje"_s, u"vacío"_s}}));
    QCOMPARE(WireError::fromJson(plain.toJson()), plain);
    const WireError later {ErrorCode::TooFast, u"despacio"_s, 250};
    QCOMPARE(later.toJson().value(u"reintentar_ms"), QJsonValue(250));
    QCOMPARE(WireError::fromJson(later.toJson()), later);
}

void TestWireError::makesInternalOfWhatItCannotRead_data()
{
    QTest::addColumn<QJsonValue>("json");
    QTest::newRow("undefined") << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("null") << QJsonValue();
    QTest::newRow("a string") << QJsonValue(u"texto_vacio"_s);
    QTest::newRow("no code") << QJsonValue(QJsonObject {{u"mensaje"_s, u"x"_s}});
    QTest::newRow("a number for a code") << QJsonValue(QJsonObject {{u"codigo"_s, 3}});
    QTest::newRow("a later version's code") << QJsonValue(QJsonObject {{u"codigo"_s, u"cuota_agotada"_s}});
}

void TestWireError::makesInternalOfWhatItCannotRead()
{
    QFETCH(QJsonValue, json);
    QCOMPARE(WireError::fromJson(json).code, ErrorCode::Internal);
}

void TestWireError::wrapsAcknowledgements()
{
    QCOMPARE(ackOk({{u"id"_s, 7}}), QJsonObject({{u"ok"_s, true}, {u"id"_s, 7}}));
    const QJsonObject refused = ackError({ErrorCode::Internal, u"x"_s});
    QCOMPARE(refused.value(u"ok"), QJsonValue(false));
    QCOMPARE(refused.value(u"error").toObject().value(u"codigo"), QJsonValue(u"interno"_s));
}

QTEST_GUILESS_MAIN(TestWireError)
#include "tst_wireerror.moc"
