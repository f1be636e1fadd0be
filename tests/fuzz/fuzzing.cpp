#include "fuzz/fuzzing.h"

#include "core/jsontext.h"

#include <QJsonArray>
#include <QString>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace ventanilla::fuzzing {

namespace {

/// Hostile input makes the parsers log, thousands of times a second; only the end of the process is
/// worth a line.
void keepQuiet(QtMsgType type, const QMessageLogContext &, const QString &message)
{
    if (type == QtFatalMsg)
        std::fprintf(stderr, "fatal: %s\n", qPrintable(message));
}

} // namespace

void ensure(bool holds, const char *invariant)
{
    if (holds)
        return;
    std::fprintf(stderr, "invariant broken: %s\n", invariant);
    std::abort();
}

QJsonValue jsonFrom(const QByteArray &text)
{
    const auto document = jsonFromText(text);
    if (!document)
        return QJsonValue::Undefined;
    return document->isArray() ? QJsonValue(document->array()) : QJsonValue(document->object());
}

QByteArray textOf(const QJsonObject &object)
{
    return jsonText(QJsonDocument(object));
}

bool isValidUnicode(const QJsonValue &json)
{
    if (json.isString())
        return json.toString().isValidUtf16();
    const QJsonArray array = json.toArray();
    const QJsonObject object = json.toObject();
    const QStringList keys = object.keys();
    return std::all_of(array.begin(), array.end(), isValidUnicode)
        && std::all_of(object.begin(), object.end(), isValidUnicode)
        && std::all_of(keys.begin(), keys.end(), [](const QString &key) { return key.isValidUtf16(); });
}

bool hasOneKeyOrder(const QJsonValue &json)
{
    const QJsonArray array = json.toArray();
    const QJsonObject object = json.toObject();
    const QStringList keys = object.keys();
    return std::all_of(array.begin(), array.end(), hasOneKeyOrder)
        && std::all_of(object.begin(), object.end(), hasOneKeyOrder)
        && std::none_of(keys.begin(), keys.end(), [](const QString &key) {
               return std::any_of(key.begin(), key.end(), [](QChar unit) { return unit.isSurrogate(); });
           });
}

} // namespace ventanilla::fuzzing

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    qInstallMessageHandler(ventanilla::fuzzing::keepQuiet);
    return 0;
}
