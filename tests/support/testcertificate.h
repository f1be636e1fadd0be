#pragma once

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

namespace ventanilla {

/// A self-signed certificate for localhost that nobody trusts, with its key. Made for the tests and
/// used by nothing else.
inline QSslConfiguration untrustedTlsConfiguration()
{
    static const QByteArray key = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgxKzHOtJIyrd3Xz51
lcsvOgHAehTChNeb4oLtdfBZO+WhRANCAARhWggGa10ABlXgi+mzTouuWHNPHiLs
pGcHtfggDXMw2+3Qa3WEBpajWvsagyD0diFCmcEKfZRxWTlRvw3tAX6N
-----END PRIVATE KEY-----
)";
    static const QByteArray certificate = R"(-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUVtukEhN2hKbxvndcsvwBCRwe8CswCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzA2MTY1NVoYDzIxMjYxMDMw
MDYxNjU1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARhWggGa10ABlXgi+mzTouuWHNPHiLspGcHtfggDXMw2+3Qa3WEBpaj
WvsagyD0diFCmcEKfZRxWTlRvw3tAX6No28wbTAdBgNVHQ4EFgQUFNM41dFN8x5i
OokLEPkyiWdjLqwwHwYDVR0jBBgwFoAUFNM41dFN8x5iOokLEPkyiWdjLqwwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAPbIdd5Ugc0964UVD2lwn7/0dm0ORQ11rBOXmCVPVAJ1AiBW
mmK9oHecWHoFXO1qpoayd9H/Etm9SUth1MN9mPfmSA==
-----END CERTIFICATE-----
)";
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPrivateKey(QSslKey(key, QSsl::Ec));
    configuration.setLocalCertificate(QSslCertificate(certificate));
    return configuration;
}

/// Its SHA-256 fingerprint as people compare it.
inline QString untrustedFingerprint()
{
    return QString::fromLatin1(untrustedTlsConfiguration()
                                   .localCertificate()
                                   .digest(QCryptographicHash::Sha256)
                                   .toHex(':')
                                   .toUpper());
}

} // namespace ventanilla
