#pragma once

#include <QString>

#include <optional>
#include <utility>
#include <variant>

namespace ventanilla {

/// What went wrong, in words for a log or a person. Where code must tell failures apart, a layer
/// uses its own error type with Result<T, E> instead.
struct Error {
    QString message;
};

/// Marks a failure on its way into a Result, so that a Result<QString, QString> stays unambiguous.
template<typename E>
struct Failure {
    E error;
};

template<typename E>
Failure<std::decay_t<E>> failure(E &&error)
{
    return {std::forward<E>(error)};
}

inline Failure<Error> failure(const char *message)
{
    return {Error {QString::fromUtf8(message)}};
}

/// A value or the reason why there is none. Reading the one that is not there is a bug.
template<typename T, typename E = Error>
class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_content(std::in_place_index<0>, std::move(value))
    {
    }

    template<typename F>
    Result(Failure<F> failed)
        : m_content(std::in_place_index<1>, std::move(failed.error))
    {
    }

    bool ok() const { return m_content.index() == 0; }
    explicit operator bool() const { return ok(); }

    const T &value() const & { return *checked(std::get_if<0>(&m_content)); }
    T &value() & { return *checked(std::get_if<0>(&m_content)); }
    /// By value: what `for (x : *f())` iterates over must outlive the Result.
    T value() && { return std::move(*checked(std::get_if<0>(&m_content))); }
    const E &error() const { return *checked(std::get_if<1>(&m_content)); }

    const T &operator*() const & { return value(); }
    T operator*() && { return std::move(*this).value(); }
    const T *operator->() const { return &value(); }

private:
    template<typename P>
    static P *checked(P *pointer)
    {
        Q_ASSERT_X(pointer, "Result", "read the alternative that is not there");
        return pointer;
    }

    std::variant<T, E> m_content;
};

/// The Result of an action that has no value to give.
using Done = std::monostate;

} // namespace ventanilla
