#pragma once

#include <QIODevice>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>

#include <algorithm>
#include <cstring>

namespace ventanilla {

/// The answer to one request, once a FakeNetwork has it.
class FakeReply final : public QNetworkReply
{
public:
    FakeReply(QNetworkAccessManager::Operation operation, const QNetworkRequest &request, QObject *parent)
        : QNetworkReply(parent)
    {
        setOperation(operation);
        setRequest(request);
        setUrl(request.url());
        open(QIODevice::ReadOnly);
    }

    void answer(int status, const QByteArray &body, int retryAfterSeconds)
    {
        setAttribute(QNetworkRequest::HttpStatusCodeAttribute, status);
        if (retryAfterSeconds > 0)
            setRawHeader("Retry-After", QByteArray::number(retryAfterSeconds));
        m_body = body;
        end();
    }

    void breakOff()
    {
        setError(RemoteHostClosedError, QStringLiteral("broken"));
        end();
    }

    void abort() override { }
    qint64 bytesAvailable() const override { return m_body.size() + QNetworkReply::bytesAvailable(); }

protected:
    qint64 readData(char *data, qint64 most) override
    {
        const qint64 size = std::min<qint64>(most, m_body.size());
        std::memcpy(data, m_body.constData(), static_cast<size_t>(size));
        m_body.remove(0, size);
        return size;
    }

private:
    void end()
    {
        setFinished(true);
        emit finished();
    }

    QByteArray m_body;
};

/// HTTP as a test plays it itself: every request waits until the test answers it.
class FakeNetwork final : public QNetworkAccessManager
{
public:
    /// Answers the request that has waited longest.
    void answer(const QJsonObject &body, int status = 200, int retryAfterSeconds = 0)
    {
        answerText(QJsonDocument(body).toJson(QJsonDocument::Compact), status, retryAfterSeconds);
    }
    void answerText(const QByteArray &body, int status = 200, int retryAfterSeconds = 0)
    {
        if (FakeReply *reply = takeFirst())
            reply->answer(status, body, retryAfterSeconds);
    }
    void breakOff()
    {
        if (FakeReply *reply = takeFirst())
            reply->breakOff();
    }

    qsizetype waiting() const { return m_waiting.size(); }

    /// Path and query of each request.
    QStringList targets;

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request, QIODevice *) override
    {
        targets.append(request.url().toString(QUrl::RemoveScheme | QUrl::RemoveAuthority));
        auto *reply = new FakeReply(operation, request, this);
        m_waiting.append(reply);
        return reply;
    }

private:
    FakeReply *takeFirst() { return m_waiting.isEmpty() ? nullptr : m_waiting.takeFirst().data(); }

    QList<QPointer<FakeReply>> m_waiting;
};

} // namespace ventanilla
