import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clients, endsOn, lastOf } from './clients.mjs';
import { nextEvent, received, send, Server, settled } from './harness.mjs';

const patient = { reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 100 };

for (const [client, transports] of clients) describe(`reconnection, ${client}`, () => {
    for (const signal of ['SIGTERM', 'SIGKILL']) {
        test(`the client comes back by itself after ${signal}`, async () => {
            const server = await Server.start({}, transports);
            try {
                await server.addUsers('agent', 'alice');
                const cookie = await server.signIn('alice');
                const alice = server.socket({ cookie: `token=${cookie}` }, patient);
                const ready = nextEvent(alice, 'listo');
                alice.connect();
                const { epoca } = await ready;
                const agent = await server.connect('agent', patient);
                assert.equal((await send(alice, { para: 'admin', mensaje: 'before' })).ok, true);
                for (const socket of [alice, agent]) await endsOn(socket, transports);

                const { port } = new URL(server.url);
                const gone = [alice, agent].map((socket) => nextEvent(socket, 'disconnect'));
                const back = [alice, agent].map((socket) => nextEvent(socket, 'listo'));
                const code = await server.end(signal);
                assert.equal(code, signal === 'SIGTERM' ? 0 : null);
                for (const reason of await Promise.all(gone)) assert.match(reason, /^transport (close|error)$/);
                const kept = send(alice, { para: 'admin', mensaje: 'meanwhile' });
                await server.launch();
                assert.equal(new URL(server.url).port, port);

                for (const { epoca: now } of await Promise.all(back)) assert.equal(now, epoca);
                assert.equal((await kept).ok, true);
                for (const socket of [alice, agent]) assert.equal(await endsOn(socket, transports), lastOf(transports));
                await send(alice, { para: 'admin', mensaje: 'after' });
                await send(agent, { para: 'alice', mensaje: 'welcome back' });
                await settled(alice, agent);
                assert.equal(received(agent).at(-1).mensaje, 'after');
                assert.deepEqual(received(alice).map(({ mensaje }) => mensaje), ['welcome back']);
                const rows = await (await server.get('/api/mensajes/mios', cookie)).json();
                assert.deepEqual(rows.map((row) => row.mensaje), ['before', 'meanwhile', 'after', 'welcome back']);
            } finally {
                await server.stop();
            }
        });
    }
});
