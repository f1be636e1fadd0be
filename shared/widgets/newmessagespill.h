#pragma once

#include <QAbstractButton>

namespace ventanilla {

/// The round button over a thread that is scrolled up: how many messages came below, or only an
/// arrow. A click goes to the newest. Shows itself when it is told to, places itself never.
class NewMessagesPill final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit NewMessagesPill(QWidget *parent = nullptr);

    void setCount(int count);
    int count() const { return m_count; }

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_count = 0;
};

} // namespace ventanilla
