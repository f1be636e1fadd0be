#include "net/whendeleted.h"

#include <QPointer>

namespace ventanilla {

namespace {

/// A child whose end tells of its parent's.
class Witness : public QObject
{
public:
    Witness(QObject *parent, QObject *context, std::function<void()> callback)
        : QObject(parent)
        , m_context(context)
        , m_callback(std::move(callback))
    {
    }

    ~Witness() override
    {
        if (m_context)
            m_callback();
    }

private:
    const QPointer<QObject> m_context;
    const std::function<void()> m_callback;
};

} // namespace

void whenDeleted(QObject *object, QObject *context, std::function<void()> callback)
{
    new Witness(object, context, std::move(callback));
}

} // namespace ventanilla
