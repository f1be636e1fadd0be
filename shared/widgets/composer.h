#pragma once

#include <QString>
#include <QWidget>

class QLabel;
class QToolButton;

namespace ventanilla {

class MessageEdit;

/// Where a message is written: a field that grows with its text, a send button, and a counter that
/// appears only near the limit. Works in every state of the connection. Sends nothing itself.
class Composer : public QWidget
{
    Q_OBJECT

public:
    /// What is being written, to be put away and taken up again.
    struct Draft {
        QString text;
        int cursor = 0;
    };

    explicit Composer(QWidget *parent = nullptr);

    /// Longest message in code points, as Limits::messageLength.
    void setLongest(qint64 longest);
    Draft draft() const;
    void setDraft(const Draft &draft);

signals:
    /// The text satisfies messageTextProblem() and is no longer in the field.
    void submitted(const QString &text);
    /// A person has changed the text; it may be empty now.
    void edited();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void build();
    void submit();
    void judge();
    void takeColours();

    MessageEdit *m_edit;
    QLabel *m_counter;
    QToolButton *m_send;
    qint64 m_longest;
    bool m_focused = false;
    bool m_settingDraft = false;
};

} // namespace ventanilla
