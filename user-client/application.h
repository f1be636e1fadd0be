#pragma once

#include "widgets/clientprogram.h"

#include <QObject>

#include <memory>

namespace ventanilla {

class ChatController;
class ChatWindow;
class Notifier;

/// The user client's composition root: makes every part once and connects them. No logic of its own.
class UserApplication : public QObject
{
    Q_OBJECT

public:
    using Parts = ClientProgram::Parts;

    explicit UserApplication(Parts parts, QObject *parent = nullptr);
    ~UserApplication() override;

    /// `password` only with options.passwordFromStdin.
    void start(const ClientOptions &options, const QString &password);
    ChatWindow *window() const { return m_window.get(); }

private:
    void enter();

    ClientProgram m_program;
    std::unique_ptr<ChatWindow> m_window;
    std::unique_ptr<Notifier> m_notifier;
    std::unique_ptr<ChatController> m_chat;
};

} // namespace ventanilla
