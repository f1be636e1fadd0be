#pragma once

#include <QObject>

class QSocketNotifier;

namespace ventanilla {

/// Brings SIGTERM and SIGINT into the event loop. One at a time in a process; from its destruction
/// on the signals do again what they do by default.
class UnixSignals : public QObject
{
    Q_OBJECT

public:
    explicit UnixSignals(QObject *parent = nullptr);
    ~UnixSignals() override;

signals:
    void terminationRequested();

private:
    void onReadable();

    QSocketNotifier *m_notifier = nullptr;
};

} // namespace ventanilla
