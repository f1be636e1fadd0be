#pragma once

#include <QObject>
#include <QSet>
#include <QString>

#include <deque>
#include <functional>
#include <memory>

namespace ventanilla {

/// Lets little of a costly kind of work go on at once: one piece for each account, and a few in
/// all. The rest waits in its order, up to a bound. Lives on the network's thread.
class Turnstile : public QObject
{
    Q_OBJECT

public:
    /// The turn is over when its last copy goes.
    using Turn = std::shared_ptr<void>;
    using Work = std::function<void(const Turn &)>;

    Turnstile(qsizetype mostAtOnce, qsizetype mostWaiting, QObject *parent = nullptr);
    ~Turnstile() override;

    /// Begins the work at once or later. False, and nothing begins, if too much waits already.
    [[nodiscard]] bool enter(const QString &account, Work work);

private:
    struct Waiting {
        QString account;
        Work work;
    };

    bool mayBegin(const QString &account) const;
    void begin(Waiting next);
    void beginWaiting();

    const qsizetype m_mostAtOnce;
    const qsizetype m_mostWaiting;
    QSet<QString> m_inside;
    std::deque<Waiting> m_waiting;
};

} // namespace ventanilla
