<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name>main</name>
    <message>
        <source>Ventanilla, the console of the support staff.</source>
        <translation>Ventanilla, la consola del equipo de soporte.</translation>
    </message>
    <message>
        <source>Ventanilla, a conversation with the support staff.</source>
        <translation>Ventanilla, una conversación con el equipo de soporte.</translation>
    </message>
</context>
<context>
    <name>ventanilla::AccountButton</name>
    <message>
        <source>Sign out</source>
        <translation>Cerrar sesión</translation>
    </message>
    <message>
        <source>Signed in as %1</source>
        <translation>Sesión de %1</translation>
    </message>
</context>
<context>
    <name>ventanilla::AdminApplication</name>
    <message>
        <source>Ventanilla – console</source>
        <translation>Ventanilla – consola</translation>
    </message>
</context>
<context>
    <name>ventanilla::AvailabilityWords</name>
    <message>
        <source>Not connected; what you write is sent later</source>
        <translation>Sin conexión; lo que escribas se enviará después</translation>
    </message>
    <message>
        <source>Nobody is here right now; your message will be read later</source>
        <translation>Ahora mismo no hay nadie; leeremos tu mensaje más tarde</translation>
    </message>
    <message>
        <source>We are here for you</source>
        <translation>Estamos aquí para ayudarte</translation>
    </message>
</context>
<context>
    <name>ventanilla::ChatController</name>
    <message>
        <source>Support</source>
        <translation>Soporte</translation>
    </message>
</context>
<context>
    <name>ventanilla::ChatWindow</name>
    <message>
        <source>Welcome</source>
        <translation>Te damos la bienvenida</translation>
    </message>
    <message>
        <source>Sign in to read your conversation and to write to us.</source>
        <translation>Inicia sesión para leer tu conversación y escribirnos.</translation>
    </message>
</context>
<context>
    <name>ventanilla::ClientOptions</name>
    <message>
        <source>Address of the server, for example %1.</source>
        <translation>Dirección del servidor, por ejemplo %1.</translation>
    </message>
    <message>
        <source>Name of the account.</source>
        <translation>Nombre de la cuenta.</translation>
    </message>
    <message>
        <source>Read the password from the first line of standard input and sign in.</source>
        <translation>Lee la contraseña de la primera línea de la entrada estándar e inicia sesión.</translation>
    </message>
    <message>
        <source>Language of the interface: es or en.</source>
        <translation>Idioma de la interfaz: es o en.</translation>
    </message>
    <message>
        <source>This is not the address of a server: %1</source>
        <translation>Esto no es la dirección de un servidor: %1</translation>
    </message>
    <message>
        <source>%1 needs %2.</source>
        <translation>%1 necesita %2.</translation>
    </message>
    <message>
        <source>Unexpected argument: %1</source>
        <translation>Argumento inesperado: %1</translation>
    </message>
</context>
<context>
    <name>ventanilla::Composer</name>
    <message>
        <source>Write a message…</source>
        <translation>Escribe un mensaje…</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter breaks the line</source>
        <translation>Intro envía, Mayús+Intro hace un salto de línea</translation>
    </message>
    <message>
        <source>Send (Enter)</source>
        <translation>Enviar (Intro)</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <comment>characters</comment>
        <translation>
            <numerusform>Queda %n</numerusform>
            <numerusform>Quedan %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n too many</source>
        <comment>characters</comment>
        <translation>
            <numerusform>Sobra %n</numerusform>
            <numerusform>Sobran %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ventanilla::ConnectionBanner</name>
    <message>
        <source>Retry now</source>
        <translation>Reintentar ahora</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Iniciar sesión</translation>
    </message>
</context>
<context>
    <name>ventanilla::ConnectionWords</name>
    <message>
        <source>The certificate of %1 cannot be trusted</source>
        <translation>El certificado de %1 no es de confianza</translation>
    </message>
    <message>
        <source>What answers at %1 is not a Ventanilla server</source>
        <translation>Lo que responde en %1 no es un servidor de Ventanilla</translation>
    </message>
    <message>
        <source>No connection to %1</source>
        <translation>Sin conexión con %1</translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation>Conectando con %1…</translation>
    </message>
    <message>
        <source>%1, next try in %2 s</source>
        <comment>problem, seconds</comment>
        <translation>%1, próximo intento en %2 s</translation>
    </message>
    <message>
        <source>%1, trying again…</source>
        <comment>problem</comment>
        <translation>%1, reintentando…</translation>
    </message>
    <message>
        <source>Connected to %1</source>
        <translation>Conectado a %1</translation>
    </message>
    <message>
        <source>Signing in at %1…</source>
        <translation>Iniciando sesión en %1…</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Sin conexión</translation>
    </message>
    <message>
        <source>Fetching what was missed…</source>
        <translation>Recuperando lo que faltaba…</translation>
    </message>
</context>
<context>
    <name>ventanilla::Console</name>
    <message>
        <source>Loading the conversations…</source>
        <translation>Cargando las conversaciones…</translation>
    </message>
    <message>
        <source>No conversations yet</source>
        <translation>Todavía no hay conversaciones</translation>
    </message>
    <message>
        <source>They appear here as soon as somebody writes.</source>
        <translation>Aparecerán aquí en cuanto alguien escriba.</translation>
    </message>
    <message>
        <source>The conversations could not be loaded</source>
        <translation>No se han podido cargar las conversaciones</translation>
    </message>
    <message>
        <source>They will be loaded when the connection is back.</source>
        <translation>Se cargarán cuando vuelva la conexión.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
</context>
<context>
    <name>ventanilla::ConversationListPanel</name>
    <message>
        <source>Conversations</source>
        <translation>Conversaciones</translation>
    </message>
</context>
<context>
    <name>ventanilla::ConversationPane</name>
    <message>
        <source>The messages could not be loaded</source>
        <translation>No se han podido cargar los mensajes</translation>
    </message>
    <message>
        <source>Check the connection and try again.</source>
        <translation>Comprueba la conexión y vuelve a intentarlo.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>No messages yet</source>
        <translation>Todavía no hay mensajes</translation>
    </message>
    <message>
        <source>Write the first one below.</source>
        <translation>Escribe el primero aquí abajo.</translation>
    </message>
    <message>
        <source>Loading the messages…</source>
        <translation>Cargando los mensajes…</translation>
    </message>
</context>
<context>
    <name>ventanilla::ConversationRow</name>
    <message>
        <source>You: %1</source>
        <translation>Tú: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>colleague, text</comment>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n sin leer</numerusform>
            <numerusform>%n sin leer</numerusform>
        </translation>
    </message>
    <message>
        <source>open</source>
        <translation>abierta</translation>
    </message>
    <message>
        <source>online</source>
        <translation>en línea</translation>
    </message>
    <message>
        <source>last message %1: %2</source>
        <comment>when, text</comment>
        <translation>último mensaje %1: %2</translation>
    </message>
    <message>
        <source>writing…</source>
        <translation>escribiendo…</translation>
    </message>
    <message>
        <source>Draft: %1</source>
        <translation>Borrador: %1</translation>
    </message>
</context>
<context>
    <name>ventanilla::ErrorWords</name>
    <message>
        <source>Too many attempts. Wait a few minutes and try again.</source>
        <translation>Demasiados intentos. Espera unos minutos y vuelve a probar.</translation>
    </message>
    <message numerus="yes">
        <source>Too many attempts. Try again in %n second(s).</source>
        <translation>
            <numerusform>Demasiados intentos. Vuelve a probar dentro de %n segundo.</numerusform>
            <numerusform>Demasiados intentos. Vuelve a probar dentro de %n segundos.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Too many attempts. Try again in %n minute(s).</source>
        <translation>
            <numerusform>Demasiados intentos. Vuelve a probar dentro de %n minuto.</numerusform>
            <numerusform>Demasiados intentos. Vuelve a probar dentro de %n minutos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not sent: it is empty</source>
        <translation>No enviado: está vacío</translation>
    </message>
    <message>
        <source>Not sent: it is too long</source>
        <translation>No enviado: es demasiado largo</translation>
    </message>
    <message>
        <source>Not sent: the server could not read it</source>
        <translation>No enviado: el servidor no ha podido leerlo</translation>
    </message>
    <message>
        <source>Not sent: this account does not exist any more</source>
        <translation>No enviado: esta cuenta ya no existe</translation>
    </message>
    <message>
        <source>Not sent: you may not write to this account</source>
        <translation>No enviado: no puedes escribir a esta cuenta</translation>
    </message>
    <message>
        <source>Not sent: too many messages at once</source>
        <translation>No enviado: demasiados mensajes a la vez</translation>
    </message>
    <message>
        <source>Delivered, but the server could not keep it</source>
        <translation>Entregado, pero el servidor no ha podido guardarlo</translation>
    </message>
    <message>
        <source>Not sent: the server had a problem</source>
        <translation>No enviado: el servidor ha tenido un problema</translation>
    </message>
    <message>
        <source>%1 does not answer. Check the address and your connection.</source>
        <translation>%1 no responde. Comprueba la dirección y tu conexión.</translation>
    </message>
    <message>
        <source>The certificate of %1 cannot be trusted: %2</source>
        <translation>El certificado de %1 no es de confianza: %2</translation>
    </message>
    <message>
        <source>The user or the password is not right.</source>
        <translation>El usuario o la contraseña no son correctos.</translation>
    </message>
    <message>
        <source>What answers at %1 is not a Ventanilla server.</source>
        <translation>Lo que responde en %1 no es un servidor de Ventanilla.</translation>
    </message>
    <message>
        <source>%1 could not sign you in just now. Try again in a moment.</source>
        <translation>%1 no ha podido iniciar tu sesión. Vuelve a intentarlo en un momento.</translation>
    </message>
    <message>
        <source>Your session has expired. Sign in to go on; nothing you wrote is lost.</source>
        <translation>Tu sesión ha caducado. Inicia sesión para seguir; no se ha perdido nada de lo que has escrito.</translation>
    </message>
    <message>
        <source>The server has ended your session. Sign in to go on; nothing you wrote is lost.</source>
        <translation>El servidor ha terminado tu sesión. Inicia sesión para seguir; no se ha perdido nada de lo que has escrito.</translation>
    </message>
</context>
<context>
    <name>ventanilla::LoginDialog</name>
    <message>
        <source>Stay signed in</source>
        <translation>Mantener la sesión iniciada</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Sign in – Ventanilla</source>
        <translation>Iniciar sesión – Ventanilla</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Iniciar sesión</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Servidor</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Usuario</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>Your password is never kept, only a proof of this sign-in that expires.</source>
        <translation>Tu contraseña no se guarda nunca; solo un comprobante de esta sesión, que caduca.</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Iniciando sesión…</translation>
    </message>
</context>
<context>
    <name>ventanilla::MainWindow</name>
    <message>
        <source>No conversation is open</source>
        <translation>No hay ninguna conversación abierta</translation>
    </message>
    <message>
        <source>Choose one on the left to read it and answer.</source>
        <translation>Elige una a la izquierda para leerla y responder.</translation>
    </message>
</context>
<context>
    <name>ventanilla::MessageAction</name>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Descartar</translation>
    </message>
</context>
<context>
    <name>ventanilla::MessageDelegate</name>
    <message>
        <source>New messages</source>
        <translation>Mensajes nuevos</translation>
    </message>
</context>
<context>
    <name>ventanilla::MessageInteraction</name>
    <message>
        <source>Try to send again</source>
        <translation>Volver a enviar</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy the address of the link</source>
        <translation>Copiar la dirección del enlace</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Seleccionar todo</translation>
    </message>
</context>
<context>
    <name>ventanilla::MessageListView</name>
    <message>
        <source>Messages</source>
        <translation>Mensajes</translation>
    </message>
    <message>
        <source>Loading earlier messages…</source>
        <translation>Cargando mensajes anteriores…</translation>
    </message>
    <message>
        <source>This is where the conversation begins</source>
        <translation>Aquí empieza la conversación</translation>
    </message>
    <message>
        <source>Earlier messages could not be loaded. Click to try again.</source>
        <translation>No se han podido cargar los mensajes anteriores. Haz clic para reintentar.</translation>
    </message>
</context>
<context>
    <name>ventanilla::MessageRow</name>
    <message>
        <source>You</source>
        <translation>Tú</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Pendiente de envío</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Enviado</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <comment>author, time, text</comment>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Entregado</translation>
    </message>
    <message>
        <source>Read</source>
        <comment>the message was read</comment>
        <translation>Leído</translation>
    </message>
</context>
<context>
    <name>ventanilla::NewMessagesPill</name>
    <message>
        <source>Go to the newest message (Esc)</source>
        <translation>Ir al mensaje más reciente (Esc)</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <comment>messages below</comment>
        <translation>
            <numerusform>%n nuevo</numerusform>
            <numerusform>%n nuevos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new, go to the newest message</source>
        <translation>
            <numerusform>%n nuevo, ir al mensaje más reciente</numerusform>
            <numerusform>%n nuevos, ir al mensaje más reciente</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to the newest message</source>
        <translation>Ir al mensaje más reciente</translation>
    </message>
</context>
<context>
    <name>ventanilla::SignInController</name>
    <message>
        <source>This account is not one of the support staff. Use the Ventanilla user client.</source>
        <translation>Esta cuenta no es del equipo de soporte. Usa el cliente de usuario de Ventanilla.</translation>
    </message>
    <message>
        <source>This account belongs to the support staff. Use the Ventanilla console.</source>
        <translation>Esta cuenta es del equipo de soporte. Usa la consola de Ventanilla.</translation>
    </message>
</context>
<context>
    <name>ventanilla::SignInFlow</name>
    <message>
        <source>This is not the address of a server: %1</source>
        <translation>Esto no es la dirección de un servidor: %1</translation>
    </message>
</context>
<context>
    <name>ventanilla::StatusStrip</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n sin leer</numerusform>
            <numerusform>%n sin leer</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing unread</source>
        <translation>Nada sin leer</translation>
    </message>
</context>
<context>
    <name>ventanilla::ThreadController</name>
    <message>
        <source>online</source>
        <translation>en línea</translation>
    </message>
</context>
<context>
    <name>ventanilla::TimeWords</name>
    <message>
        <source>now</source>
        <translation>ahora</translation>
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
        <translation>Ayer</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
</context>
<context>
    <name>ventanilla::Typing</name>
    <message>
        <source>%1 is writing…</source>
        <translation>%1 está escribiendo…</translation>
    </message>
    <message>
        <source>%1 are writing…</source>
        <comment>several names</comment>
        <translation>%1 están escribiendo…</translation>
    </message>
</context>
</TS>
