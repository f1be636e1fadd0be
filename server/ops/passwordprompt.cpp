#include "ops/passwordprompt.h"

#include <QByteArray>

#include <cstdio>
#include <termios.h>
#include <unistd.h>

namespace ventanilla {

namespace {

/// Switches the terminal's echo off for as long as it lives.
class SilentTerminal
{
public:
    SilentTerminal()
    {
        ::tcgetattr(STDIN_FILENO, &m_before);
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~SilentTerminal() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before); }
    SilentTerminal(const SilentTerminal &) = delete;
    SilentTerminal &operator=(const SilentTerminal &) = delete;

private:
    termios m_before {};
};

QString readLine()
{
    constexpr qsizetype longest = 4096;
    QByteArray line;
    for (int character = std::getc(stdin); character != EOF && character != '\n' && line.size() < longest;
         character = std::getc(stdin))
        line.append(static_cast<char>(character));
    if (line.endsWith('\r'))
        line.chop(1);
    return QString::fromUtf8(line);
}

QString ask(const char *question)
{
    std::fputs(question, stderr);
    QString answer;
    {
        const SilentTerminal silent;
        answer = readLine();
    }
    std::fputs("\n", stderr);
    return answer;
}

} // namespace

Result<QString> readNewPassword(bool fromStandardInput)
{
    if (fromStandardInput)
        return readLine();
    if (!::isatty(STDIN_FILENO))
        return failure("no terminal to ask for the password on: use --password-stdin");
    const QString password = ask("Password: ");
    if (ask("Again: ") != password)
        return failure("the two passwords differ");
    return password;
}

} // namespace ventanilla
