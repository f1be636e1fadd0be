#include "widgets/accessiblerows.h"

namespace ventanilla {

AccessibleRows::AccessibleRows(Words words, QObject *parent)
    : QIdentityProxyModel(parent)
    , m_words(std::move(words))
{
}

QVariant AccessibleRows::data(const QModelIndex &index, int role) const
{
    if (role == Qt::AccessibleTextRole && index.isValid())
        return m_words(index);
    return QIdentityProxyModel::data(index, role);
}

} // namespace ventanilla
