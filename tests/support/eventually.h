#pragma once

#include "support/waiting.h"

#include <QTest>

/// QTRY_VERIFY and QTRY_COMPARE by waitFor(), longer than any machine needs. QtTest's own sleep
/// between two turns of the event loop, so that two sides in one process could hardly move megabytes.
#define EVENTUALLY(condition)                                                                                \
    do {                                                                                                     \
        (void)ventanilla::waitFor([&] { return static_cast<bool>(condition); }, 30'000);                     \
        QVERIFY(condition);                                                                                  \
    } while (false)

#define EVENTUALLY_COMPARE(actual, expected)                                                                 \
    do {                                                                                                     \
        (void)ventanilla::waitFor([&] { return (actual) == (expected); }, 30'000);                           \
        QCOMPARE(actual, expected);                                                                          \
    } while (false)
