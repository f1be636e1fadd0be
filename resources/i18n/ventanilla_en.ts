<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>main</name>
    <message>
        <source>Ventanilla, the console of the support staff.</source>
        <translation>Ventanilla, the console of the support staff.</translation>
    </message>
    <message>
        <source>Ventanilla, a conversation with the support staff.</source>
        <translation>Ventanilla, a conversation with the support staff.</translation>
    </message>
</context>
<context>
    <name>ventanilla::AccountButton</name>
    <message>
        <source>Sign out</source>
        <translation>Sign out</translation>
    </message>
    <message>
        <source>Signed in as %1</source>
        <translation>Signed in as %1</translation>
    </message>
</context>
<context>
    <name>ventanilla::AdminApplication</name>
    <message>
        <source>Ventanilla – console</source>
        <translation>Ventanilla – console</translation>
    </message>
</context>
<context>
    <name>ventanilla::AvailabilityWords</name>
    <message>
        <source>Not connected; what you write is sent later</source>
        <translation>Not connected; what you write is sent later</translation>
    </message>
    <message>
        <source>Nobody is here right now; your message will be read later</source>
        <translation>Nobody is here right now; your message will be read later</translation>
    </message>
    <message>
        <source>We are here for you</source>
        <translation>We are here for you</translation>
    </message>
</context>
<context>
    <name>ventanilla::ChatController</name>
    <message>
        <source>Support</source>
        <translation>Support</translation>
    </message>
</context>
<context>
    <name>ventanilla::ChatWindow</name>
    <message>
        <source>Welcome</source>
        <translation>Welcome</translation>
    </message>
    <message>
        <source>Sign in to read your conversation and to write to us.</source>
        <translation>Sign in to read your conversation and to write to us.</translation>
    </message>
</context>
<context>
    <name>ventanilla::ClientOptions</name>
    <message>
        <source>Address of the server, for example %1.</source>
        <translation>Address of the server, for example %1.</translation>
    </message>
    <message>
        <source>Name of the account.</source>
        <translation>Name of the account.</translation>
    </message>
    <message>
        <source>Read the password from the first line of standard input and sign in.</source>
        <translation>Read the password from the first line of standard input and sign in.</translation>
    </message>
    <message>
        <source>Language of the interface: es or en.</source>
        <translation>Language of the interface: es or en.</translation>
    </message>
    <message>
        <source>This is not the address of a server: %1</source>
        <translation>This is not the address of a server: %1</translation>
    </message>
    <message>
        <source>%1 needs %2.</source>
        <translation>%1 needs %2.</translation>
    </message>
    <message>
        <source>Unexpected argument: %1</source>
        <translation>Unexpected argument: %1</translation>
    </message>
</context>
<context>
    <name>ventanilla::Composer</name>
    <message>
        <source>Write a message…</source>
        <translation>Write a message…</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter breaks the line</source>
        <translation>Enter sends, Shift+Enter breaks the line</translation>
    </message>
    <message>
        <source>Send (Enter)</source>
        <translation>Send (Enter)</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Send</translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <comment>characters</comment>
        <translation>
            <numerusform>%n left</numerusform>
            <numerusform>%n left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n too many</source>
        <comment>characters</comment>
        <translation>
            <numerusform>%n too many</numerusform>
            <numerusform>%n too many</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ventanilla::ConnectionBanner</name>
    <message>
        <source>Retry now</source>
        <translation>Retry now</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Sign in</translation>
    </message>
</context>
<context>
    <name>ventanilla::ConnectionWords</name>
    <message>
        <source>The certificate of %1 cannot be trusted</source>
        <translation>The certificate of %1 cannot be trusted</translation>
    </message>
    <message>
        <source>What answers at %1 is not a Ventanilla server</source>
        <translation>What answers at %1 is not a Ventanilla server</translation>
    </message>
    <message>
        <source>No connection to %1</source>
        <translation>No connection to %1</translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation>Connecting to %1…</translation>
    </message>
    <message>
        <source>%1, next try in %2 s</source>
        <comment>problem, seconds</comment>
        <translation>%1, next try in %2 s</translation>
    </message>
    <message>
        <source>%1, trying again…</source>
        <comment>problem</comment>
        <translation>%1, trying again…</translation>
    </message>
    <message>
        <source>Connected to %1</source>
        <translation>Connected to %1</translation>
    </message>
    <message>
        <source>Signing in at %1…</source>
        <translation>Signing in at %1…</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Not connected</translation>
    </message>
    <message>
        <source>Fetching what was missed…</source>
        <translation>Fetching what was missed…</translation>
    </message>
</context>
<context>
    <name>ventanilla::Console</name>
    <message>
        <source>Loading the conversations…</source>
        <translation>Loading the conversations…</translation>
    </message>
    <message>
        <source>No conversations yet</source>
        <translation>No conversations yet</translation>
    </message>
    <message>
        <source>They appear here as soon as somebody writes.</source>
        <translation>They appear here as soon as somebody writes.</translation>
    </message>
    <message>
        <source>The conversations could not be loaded</source>
        <translation>The conversations could not be loaded</translation>
    </message>
    <message>
        <source>They will be loaded when the connection is back.</source>
        <translation>They will be loaded when the connection is back.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
</context>
<context>
    <name>ventanilla::ConversationListPanel</name>
    <message>
        <source>Conversations</source>
        <translation>Conversations</translation>
    </message>
</context>
<context>
    <name>ventanilla::ConversationPane</name>
    <message>
        <source>The messages could not be loaded</source>
        <translation>The messages could not be loaded</translation>
    </message>
    <message>
        <source>Check the connection and try again.</source>
        <translation>Check the connection and try again.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>No messages yet</source>
        <translation>No messages yet</translation>
    </message>
    <message>
        <source>Write the first one below.</source>
        <translation>Write the first one below.</translation>
    </message>
    <message>
        <source>Loading the messages…</source>
        <translation>Loading the messages…</translation>
    </message>
</context>
<context>
    <name>ventanilla::ConversationRow</name>
    <message>
        <source>You: %1</source>
        <translation>You: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>colleague, text</comment>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
    <message>
        <source>open</source>
        <translation>open</translation>
    </message>
    <message>
        <source>online</source>
        <translation>online</translation>
    </message>
    <message>
        <source>last message %1: %2</source>
        <comment>when, text</comment>
        <translation>last message %1: %2</translation>
    </message>
    <message>
        <source>writing…</source>
        <translation>writing…</translation>
    </message>
    <message>
        <source>Draft: %1</source>
        <translation>Draft: %1</translation>
    </message>
</context>
<context>
    <name>ventanilla::ErrorWords</name>
    <message>
        <source>Too many attempts. Wait a few minutes and try again.</source>
        <translation>Too many attempts. Wait a few minutes and try again.</translation>
    </message>
    <message numerus="yes">
        <source>Too many attempts. Try again in %n second(s).</source>
        <translation>
            <numerusform>Too many attempts. Try again in %n second.</numerusform>
            <numerusform>Too many attempts. Try again in %n seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Too many attempts. Try again in %n minute(s).</source>
        <translation>
            <numerusform>Too many attempts. Try again in %n minute.</numerusform>
            <numerusform>Too many attempts. Try again in %n minutes.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not sent: it is empty</source>
        <translation>Not sent: it is empty</translation>
    </message>
    <message>
        <source>Not sent: it is too long</source>
        <translation>Not sent: it is too long</translation>
    </message>
    <message>
        <source>Not sent: the server could not read it</source>
        <translation>Not sent: the server could not read it</translation>
    </message>
    <message>
        <source>Not sent: this account does not exist any more</source>
        <translation>Not sent: this account does not exist any more</translation>
    </message>
    <message>
        <source>Not sent: you may not write to this account</source>
        <translation>Not sent: you may not write to this account</translation>
    </message>
    <message>
        <source>Not sent: too many messages at once</source>
        <translation>Not sent: too many messages at once</translation>
    </message>
    <message>
        <source>Delivered, but the server could not keep it</source>
        <translation>Delivered, but the server could not keep it</translation>
    </message>
    <message>
        <source>Not sent: the server had a problem</source>
        <translation>Not sent: the server had a problem</translation>
    </message>
    <message>
        <source>%1 does not answer. Check the address and your connection.</source>
        <translation>%1 does not answer. Check the address and your connection.</translation>
    </message>
    <message>
        <source>The certificate of %1 cannot be trusted: %2</source>
        <translation>The certificate of %1 cannot be trusted: %2</translation>
    </message>
    <message>
        <source>The user or the password is not right.</source>
        <translation>The user or the password is not right.</translation>
    </message>
    <message>
        <source>What answers at %1 is not a Ventanilla server.</source>
        <translation>What answers at %1 is not a Ventanilla server.</translation>
    </message>
    <message>
        <source>%1 could not sign you in just now. Try again in a moment.</source>
        <translation>%1 could not sign you in just now. Try again in a moment.</translation>
    </message>
    <message>
        <source>Your session has expired. Sign in to go on; nothing you wrote is lost.</source>
        <translation>Your session has expired. Sign in to go on; nothing you wrote is lost.</translation>
    </message>
    <message>
        <source>The server has ended your session. Sign in to go on; nothing you wrote is lost.</source>
        <translation>The server has ended your session. Sign in to go on; nothing you wrote is lost.</translation>
    </message>
</context>
<context>
    <name>ventanilla::LoginDialog</name>
    <message>
        <source>Stay signed in</source>
        <translation>Stay signed in</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Sign in – Ventanilla</source>
        <translation>Sign in – Ventanilla</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>User</source>
        <translation>User</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>Your password is never kept, only a proof of this sign-in that expires.</source>
        <translation>Your password is never kept, only a proof of this sign-in that expires.</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Signing in…</translation>
    </message>
</context>
<context>
    <name>ventanilla::MainWindow</name>
    <message>
        <source>No conversation is open</source>
        <translation>No conversation is open</translation>
    </message>
    <message>
        <source>Choose one on the left to read it and answer.</source>
        <translation>Choose one on the left to read it and answer.</translation>
    </message>
</context>
<context>
    <name>ventanilla::MessageAction</name>
    <message>
        <source>Retry</source>
        <translation>Retry</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Discard</translation>
    </message>
</context>
<context>
    <name>ventanilla::MessageDelegate</name>
    <message>
        <source>New messages</source>
        <translation>New messages</translation>
    </message>
</context>
<context>
    <name>ventanilla::MessageInteraction</name>
    <message>
        <source>Try to send again</source>
        <translation>Try to send again</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Discard</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>Copy the address of the link</source>
        <translation>Copy the address of the link</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Select all</translation>
    </message>
</context>
<context>
    <name>ventanilla::MessageListView</name>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Loading earlier messages…</source>
        <translation>Loading earlier messages…</translation>
    </message>
    <message>
        <source>This is where the conversation begins</source>
        <translation>This is where the conversation begins</translation>
    </message>
    <message>
        <source>Earlier messages could not be loaded. Click to try again.</source>
        <translation>Earlier messages could not be loaded. Click to try again.</translation>
    </message>
</context>
<context>
    <name>ventanilla::MessageRow</name>
    <message>
        <source>You</source>
        <translation>You</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Waiting to be sent</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <comment>author, time, text</comment>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Delivered</translation>
    </message>
    <message>
        <source>Read</source>
        <comment>the message was read</comment>
        <translation>Read</translation>
    </message>
</context>
<context>
    <name>ventanilla::NewMessagesPill</name>
    <message>
        <source>Go to the newest message (Esc)</source>
        <translation>Go to the newest message (Esc)</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <comment>messages below</comment>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new, go to the newest message</source>
        <translation>
            <numerusform>%n new, go to the newest message</numerusform>
            <numerusform>%n new, go to the newest message</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to the newest message</source>
        <translation>Go to the newest message</translation>
    </message>
</context>
<context>
    <name>ventanilla::SignInController</name>
    <message>
        <source>This account is not one of the support staff. Use the Ventanilla user client.</source>
        <translation>This account is not one of the support staff. Use the Ventanilla user client.</translation>
    </message>
    <message>
        <source>This account belongs to the support staff. Use the Ventanilla console.</source>
        <translation>This account belongs to the support staff. Use the Ventanilla console.</translation>
    </message>
</context>
<context>
    <name>ventanilla::SignInFlow</name>
    <message>
        <source>This is not the address of a server: %1</source>
        <translation>This is not the address of a server: %1</translation>
    </message>
</context>
<context>
    <name>ventanilla::StatusStrip</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing unread</source>
        <translation>Nothing unread</translation>
    </message>
</context>
<context>
    <name>ventanilla::ThreadController</name>
    <message>
        <source>online</source>
        <translation>online</translation>
    </message>
</context>
<context>
    <name>ventanilla::TimeWords</name>
    <message>
        <source>now</source>
        <translation>now</translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Yesterday</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Today</translation>
    </message>
</context>
<context>
    <name>ventanilla::Typing</name>
    <message>
        <source>%1 is writing…</source>
        <translation>%1 is writing…</translation>
    </message>
    <message>
        <source>%1 are writing…</source>
        <comment>several names</comment>
        <translation>%1 are writing…</translation>
    </message>
</context>
</TS>
