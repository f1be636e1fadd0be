#pragma once

#include "client/messagelistmodel.h"
#include "support/manualclock.h"
#include "support/threadmessages.h"
#include "widgets/messagelistview.h"

#include <QScrollBar>
#include <QTest>

namespace ventanilla {

/// A thread of Ana's on screen as an agent sees it.
struct ThreadFixture {
    ThreadFixture()
        : model(thread::agent, thread::user)
        , view(clock)
    {
        view.resize(500, 400);
        view.setModel(&model);
        view.show();
    }

    void fill(qint64 first, qint64 last) { model.merge(thread::page(first, last)); }
    QModelIndex rowOf(qint64 id) const
    {
        return model.match(model.index(0), MessageListModel::IdRole, id, 1, Qt::MatchExactly).value(0);
    }
    int bottomOf(qint64 id) const { return view.visualRect(rowOf(id)).bottom(); }
    void scrollTo(int value) { view.verticalScrollBar()->setValue(value); }
    void scrollBy(int difference) { scrollTo(view.verticalScrollBar()->value() + difference); }
    bool isAtEnd() const { return view.verticalScrollBar()->value() == view.verticalScrollBar()->maximum(); }

    ManualClock clock {thread::noon() + 3'600'000};
    MessageListModel model;
    MessageListView view;
};

} // namespace ventanilla
