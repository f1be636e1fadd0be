#pragma once

#include <QWidget>

#include <optional>

namespace ventanilla {

/// The line above a thread: with whom, and one sentence about them. Paints itself.
class ThreadHeader : public QWidget
{
    Q_OBJECT

public:
    explicit ThreadHeader(QWidget *parent = nullptr);

    /// `account` gives the avatar its colour.
    void setPerson(const QString &name, const QString &account);
    /// The second line. `present` marks the avatar; nothing if presence is not known.
    void setSubtitle(const QString &words, std::optional<bool> present);

    /// A widget for the header's right end; the header becomes its parent.
    void setTrailing(QWidget *widget);

    const QString &title() const { return m_name; }
    const QString &subtitle() const { return m_subtitle; }

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void describe();

    QString m_name;
    QString m_account;
    QString m_subtitle;
    std::optional<bool> m_present;
    QWidget *m_trailing = nullptr;
};

} // namespace ventanilla
