#pragma once

#include <QObject>
#include <QSet>
#include <QString>

#include <deque>
#include <functional>
#include <memory>

namespace ventanilla {

/// Lets little of a costly kind of work go on at once: one piece for each account, and a few in
/// all. The rest waits in its order, up to a bound in all and for each account. Lives on the network's
/// thread.
class Turnstile : public QObject
{
    Q_OBJECT

public:
    /// The turn is over when its last copy goes.
    using Turn = std::shared_ptr<void>;
    using Work = std::function<void(const Turn &)>;

    struct Limits {
        qsizetype atOnce = 1;
        qsizetype waiting = 0;
        qsizetype waitingOfAnAccount = 0;
    };

    /// For answers that come in pages: a page is quickly made, and a client asks for a few at once.
    static constexpr Limits pages {8, 1024, 32};

    explicit Turnstile(const Limits &limits, QObject *parent = nullptr);
    ~Turnstile() override;

    /// Begins the work at once or later. False, and nothing begins, if too much waits already.
    [[nodiscard]] bool enter(const QString &account, Work work);

private:
    struct Waiting {
        QString account;
        Work work;
    };

    bool mayBegin(const QString &account) const;
    bool mayWait(const QString &account) const;
    void begin(Waiting next);
    void beginWaiting();

    const Limits m_limits;
    QSet<QString> m_inside;
    std::deque<Waiting> m_waiting;
};

} // namespace ventanilla
