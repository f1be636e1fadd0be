// A client in a process of its own, so that it can be stopped and killed: forked with the server's
// URL, a token and its transports, it says on which one it stays and is then there until it is ended.
// Over polling it says so with a request under way: between two of them its end is no connection's end.
import { io } from 'socket.io-client';
import { endsOn } from './clients.mjs';

const [url, token, ...names] = process.argv.slice(2);
const transports = names.length > 0 ? names : undefined;
const socket = io(url, { transports, extraHeaders: { cookie: `token=${token}` }, reconnectionDelay: 10 });
socket.once('listo', async () => {
    const transport = await endsOn(socket, transports);
    if (transport === 'polling') await fetch(new URL('/', url)); // by then the server has read the next poll
    process.send(transport);
});
