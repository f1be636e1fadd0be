#pragma once

#include "storage/chatstore.h"

#include <deque>

namespace ventanilla {

/// A store that keeps what it was asked and answers when, and as, the test says.
class FakeStore final : public ChatStore
{
public:
    /// The questions of one kind that wait for an answer, oldest first.
    template<typename Question, typename T>
    struct Queue {
        std::deque<std::pair<Question, Answer<T>>> waiting;

        std::size_t size() const { return waiting.size(); }
        const Question &question(std::size_t index = 0) const { return waiting.at(index).first; }

        /// Answers the oldest.
        void answer(Result<T, StoreError> result)
        {
            auto [question, reply] = std::move(waiting.front());
            waiting.pop_front();
            reply(std::move(result));
        }
        void fail(StoreError::Kind kind = StoreError::Kind::Unavailable)
        {
            answer(failure(StoreError {kind, QStringLiteral("as the test wants it")}));
        }
    };

    void storeMessage(const NewMessage &message, Answer<StoredMessage> answer) override
    {
        stores.waiting.emplace_back(message, std::move(answer));
    }
    void onConfirmed(std::function<void(const Message &)> told) override { confirmed = std::move(told); }
    void markRead(const Reader &reader, const ReadRequest &request, Answer<ReadChange> answer) override
    {
        reads.waiting.emplace_back(std::pair(reader, request), std::move(answer));
    }
    void markUnread(const Reader &reader, const MarkRequest &request, Answer<ReadChange> answer) override
    {
        unreads.waiting.emplace_back(std::pair(reader, request), std::move(answer));
    }
    void markDelivered(const Reader &recipient, const MarkRequest &request,
                       Answer<DeliveryChange> answer) override
    {
        deliveries.waiting.emplace_back(std::pair(recipient, request), std::move(answer));
    }
    void messages(const MessageQuery &query, Answer<QList<Message>> answer) override
    {
        histories.waiting.emplace_back(query, std::move(answer));
    }
    void conversations(const ConversationQuery &query, Answer<ConversationPage> answer) override
    {
        pages.waiting.emplace_back(query, std::move(answer));
    }
    void synchronize(const SyncQuery &query, Answer<SyncPage> answer) override
    {
        synchronizations.waiting.emplace_back(query, std::move(answer));
    }
    void ownThread(const QString &user, Answer<OwnThread> answer) override
    {
        ownThreads.waiting.emplace_back(user, std::move(answer));
    }
    void conversationUsers(Answer<QStringList> answer) override
    {
        users.waiting.emplace_back(Done {}, std::move(answer));
    }
    void findAccount(const QString &username, Answer<std::optional<AccountWithHash>> answer) override
    {
        finds.waiting.emplace_back(username, std::move(answer));
    }
    void createAccount(const NewAccount &account, Answer<Account> answer) override
    {
        creations.waiting.emplace_back(account, std::move(answer));
    }
    void accountChanges(qint64 after, Answer<AccountChanges> answer) override
    {
        changes.waiting.emplace_back(after, std::move(answer));
    }
    void revokeToken(const RevokedToken &token, Answer<Done> answer) override
    {
        revocations.waiting.emplace_back(token, std::move(answer));
    }

    /// Answers the oldest question for an account with this one.
    void found(const Account &account) { finds.answer(std::optional(AccountWithHash {account, {}})); }
    void foundNone() { finds.answer(std::optional<AccountWithHash>()); }

    /// Answers the oldest message as stored under this number.
    void stored(qint64 id, bool repeated = false)
    {
        const NewMessage &wanted = stores.question();
        stores.answer(StoredMessage {{id, wanted.from, wanted.to, wanted.text, wanted.sentAtMs,
                                      wanted.fromName, wanted.key, wanted.conversation},
                                     repeated});
    }

    Queue<NewMessage, StoredMessage> stores;
    std::function<void(const Message &)> confirmed;
    Queue<std::pair<Reader, ReadRequest>, ReadChange> reads;
    Queue<std::pair<Reader, MarkRequest>, ReadChange> unreads;
    Queue<std::pair<Reader, MarkRequest>, DeliveryChange> deliveries;
    Queue<MessageQuery, QList<Message>> histories;
    Queue<ConversationQuery, ConversationPage> pages;
    Queue<SyncQuery, SyncPage> synchronizations;
    Queue<QString, OwnThread> ownThreads;
    Queue<Done, QStringList> users;
    Queue<QString, std::optional<AccountWithHash>> finds;
    Queue<NewAccount, Account> creations;
    Queue<qint64, AccountChanges> changes;
    Queue<RevokedToken, Done> revocations;
};

} // namespace ventanilla
