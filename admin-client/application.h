#pragma once

#include "widgets/clientprogram.h"

#include <QObject>

#include <memory>

namespace ventanilla {

class Console;
class MainWindow;
class Notifier;

/// The console's composition root: makes every part once and connects them. No logic of its own.
class AdminApplication : public QObject
{
    Q_OBJECT

public:
    using Parts = ClientProgram::Parts;

    explicit AdminApplication(Parts parts, QObject *parent = nullptr);
    ~AdminApplication() override;

    /// `password` only with options.passwordFromStdin.
    void start(const ClientOptions &options, const QString &password);
    MainWindow *window() const { return m_window.get(); }

private:
    void enter();

    ClientProgram m_program;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<Notifier> m_notifier;
    std::unique_ptr<Console> m_console;
};

} // namespace ventanilla
