#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QJsonObject>
#include <QJsonValue>

#include <cstddef>
#include <cstdint>

namespace ventanilla::fuzzing {

/// Ends the process if the invariant does not hold, which makes the input a finding. Not Q_ASSERT:
/// this must hold in every kind of build.
void ensure(bool holds, const char *invariant);

/// The array or object that the text is; undefined if it is none.
QJsonValue jsonFrom(const QByteArray &text);
/// The same written as it goes over the wire.
QByteArray textOf(const QJsonObject &object);
/// Whether every string in it can be written in UTF-8: JSON may escape an unpaired surrogate, which
/// is lost when it is written again.
bool isValidUnicode(const QJsonValue &json);
/// Whether no key in it has a character beyond the Basic Multilingual Plane. Qt 6.4 orders keys by
/// UTF-16 units where the text escaped them and by code points where it did not, so two objects of
/// which one was escaped may be equal and not compare so.
bool hasOneKeyOrder(const QJsonValue &json);

} // namespace ventanilla::fuzzing

/// What libFuzzer calls with one input after the other; each fuzzer defines it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);
