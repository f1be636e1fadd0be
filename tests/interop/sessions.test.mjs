import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { clients, endsOn, lastOf } from './clients.mjs';
import { nextEvent, send, Server, settled, soon } from './harness.mjs';

const program = fileURLToPath(new URL('visitor.mjs', import.meta.url));

for (const [client, transports] of clients) describe(`sessions, ${client}`, () => {
    test('signing out ends all tabs of that sign-in, and no others', async () => {
        const server = await Server.start({}, transports);
        try {
            await server.addUsers('agent', 'alice');
            const cookie = await server.signIn('alice');
            const tabs = [server.socket({ cookie: `token=${cookie}` }), server.socket({ cookie: `token=${cookie}` })];
            for (const tab of tabs) {
                const ready = nextEvent(tab, 'listo');
                tab.connect();
                await ready;
                await endsOn(tab, transports);
            }
            const phone = await server.connect('alice');
            const ends = tabs.flatMap((tab) => [nextEvent(tab, 'sesion_caducada'), nextEvent(tab, 'disconnect')]);
            assert.equal((await server.get('/logout', cookie)).status, 204);
            const [said, reason] = [{ codigo: 'token_invalido' }, 'io server disconnect'];
            assert.deepEqual(await Promise.all(ends), [said, reason, said, reason]);
            await settled(phone);
            assert.ok(phone.connected);
            assert.equal((await send(phone, { para: 'admin', mensaje: 'hola' })).ok, true);
            assert.equal((await server.refusal({ cookie: `token=${cookie}` })).message, 'Token inválido');
        } finally {
            await server.stop();
        }
    });

    // The first is noticed by the connection's end alone: a heartbeat is not due for long. The second
    // leaves the connection open and is only silent.
    for (const [what, signal, settings, reason] of [
        ['goes away', 'SIGKILL', {}, 'transport close'],
        ['falls silent', 'SIGSTOP', { 'ping-interval': 300, 'ping-timeout': 200 }, 'ping timeout'],
    ]) {
        test(`an agent that ${what} is no longer there`, async () => {
            const server = await Server.start({ 'presence-grace': 0, ...settings }, transports);
            let agent;
            try {
                await server.addUsers('agent', 'alice');
                // On a busy machine this one may be late with a pong too; then it comes back.
                const alice = server.socket({ cookie: `token=${await server.signIn('alice')}` },
                    { reconnection: true, reconnectionDelay: 10 });
                const seen = (hay) => soon(new Promise((resolve) => {
                    const look = (state) => { if (state.hay === hay) resolve(); };
                    alice.on('listo', ({ disponible }) => look(disponible));
                    alice.on('disponible', look);
                }), `alice never saw that hay is ${hay}`);
                // She comes first: told of her, an agent over polling would be between two requests.
                const alone = seen(false);
                alice.connect();
                await alone;
                const there = seen(true);
                agent = fork(program, [server.url, await server.signIn('agent'), ...(transports ?? [])]);
                assert.equal(await nextEvent(agent, 'message'), lastOf(transports));
                await there;
                const away = seen(false);
                agent.kill(signal);
                await away;
                await server.logged(new RegExp(`disconnected: "agent" .*: ${reason}`));
            } finally {
                agent?.kill('SIGKILL');
                await server.stop();
            }
        });
    }
});
