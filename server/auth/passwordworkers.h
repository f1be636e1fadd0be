#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QThreadPool>

#include <functional>

namespace ventanilla {

/// Hashes and verifies passwords on a few threads of its own, since each takes about a tenth of a
/// second of a core. At most so many wait; more are turned away at once. Used and answered on the
/// thread it lives on.
class PasswordWorkers : public QObject
{
    Q_OBJECT

public:
    explicit PasswordWorkers(int threads = 2, int longestQueue = 64, QObject *parent = nullptr);
    ~PasswordWorkers() override;

    /// False, and no answer, if too many wait already. Against an empty hash it works as long as
    /// against any other, and answers no.
    [[nodiscard]] bool verify(const QString &password, const QByteArray &hash,
                              std::function<void(bool)> answer);
    [[nodiscard]] bool hash(const QString &password, std::function<void(Result<QByteArray>)> answer);

private:
    template<typename Work, typename Answer>
    bool run(Work work, Answer answer);

    QThreadPool m_pool;
    const int m_longestQueue;
    int m_waiting = 0;
};

} // namespace ventanilla
