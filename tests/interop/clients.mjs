// The ways in which the stock client reaches the server. A suite that concerns it runs once for each:
//     for (const [client, transports] of clients) describe(`…, ${client}`, () => { … });
import { nextEvent } from './harness.mjs';

export const clients = [
    ['polling, then websocket', undefined], // the client's default
    ['polling only', ['polling']],
    ['websocket only', ['websocket']],
];

/** The transport on which a client with this choice stays. */
export function lastOf(transports) {
    return transports?.[0] ?? 'websocket';
}

/** What a client with this choice says when the server does not even let it begin. */
export function failureOf(transports) {
    return transports?.[0] === 'websocket' ? 'websocket error' : 'xhr poll error';
}

/** Waits until the connected client is on the transport where it stays, and returns its name. */
export async function endsOn(socket, transports) {
    const { engine } = socket.io;
    if (engine.transport.name !== lastOf(transports)) await nextEvent(engine, 'upgrade');
    return engine.transport.name;
}
