#pragma once

#include <QIdentityProxyModel>

#include <functional>

namespace ventanilla {

/// The same rows with words for who hears them instead of seeing them (AccessibleTextRole). The
/// models below know no words; how a row sounds belongs to how it looks.
class AccessibleRows : public QIdentityProxyModel
{
    Q_OBJECT

public:
    using Words = std::function<QString(const QModelIndex &)>;

    explicit AccessibleRows(Words words, QObject *parent = nullptr);

    QVariant data(const QModelIndex &index, int role) const override;

private:
    Words m_words;
};

} // namespace ventanilla
