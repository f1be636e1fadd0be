import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { clients, endsOn, lastOf } from './clients.mjs';
import { nextEvent, received, send, Server, settled } from './harness.mjs';
import { Site } from './site.mjs';

describe('transports', () => {
    let server;
    let agent;
    before(async () => {
        server = await Server.start({ 'message-rate': 0 });
        await server.addUsers('agent', 'alice');
        agent = await server.connect('agent', { transports: ['websocket'] });
    });
    after(async () => assert.equal(await server.stop(), 0));

    for (const [client, transports] of clients) {
        test(`${client}: begins and ends where it should`, async () => {
            const socket = server.socket({ cookie: `token=${await server.signIn('alice')}` }, { transports });
            const opened = nextEvent(socket.io, 'open').then(() => socket.io.engine.transport.name);
            const ready = nextEvent(socket, 'listo');
            socket.connect();
            assert.equal(await opened, transports?.[0] ?? 'polling');
            await ready;
            assert.equal(await endsOn(socket, transports), lastOf(transports));
            assert.equal((await send(socket, { para: 'admin', mensaje: 'hola' })).ok, true);
            socket.close();
        });
    }

    /** Both write to each other, always one message more when the last one is acknowledged, and a lot at once when told. */
    function conversation(user, name) {
        const sides = [{ from: user, to: agent, para: 'admin', texts: [] }, { from: agent, to: user, para: name, texts: [] }];
        const acks = [];
        let over = false;
        const say = (side, text) => {
            const mensaje = `${side.texts.length}: ${text}`;
            side.texts.push(mensaje);
            acks.push(send(side.from, { para: side.para, mensaje }));
            return acks.at(-1);
        };
        const going = sides.map(async (side) => { while (!over) await say(side, 'on and on'); });
        return {
            burst(text) { for (let i = 0; i < 30; ++i) for (const side of sides) say(side, text); },
            async finish() {
                over = true;
                await Promise.all(going);
                for (const ack of await Promise.all(acks)) assert.equal(ack.ok, true);
                await settled(user, agent);
                for (const { to, texts } of sides) assert.deepEqual(received(to).map(({ mensaje }) => mensaje), texts);
            },
        };
    }

    /** A client by default whose upgrade waits until it is let go on, or refused. */
    async function aliceBeforeUpgrade(use) {
        let letUpgrade;
        const decided = new Promise((resolve) => { letUpgrade = resolve; });
        const site = await Site.start({ behind: server.url, mayUpgrade: () => decided });
        try {
            agent.seen.length = 0;
            const alice = await server.connect('alice', { url: site.url });
            assert.equal(alice.io.engine.transport.name, 'polling');
            await use(alice, letUpgrade);
            alice.close();
        } finally {
            await site.stop();
        }
    }

    test('a client to whom nobody speaks upgrades too', () => aliceBeforeUpgrade(async (alice, letUpgrade) => {
        await settled(alice);
        const upgraded = nextEvent(alice.io.engine, 'upgrade');
        letUpgrade(true);
        await upgraded;
        assert.equal((await send(alice, { para: 'admin', mensaje: 'hola' })).ok, true);
    }));

    test('the upgrade loses nothing and keeps the order, both ways', async () => {
        for (let round = 1; round <= 8; ++round) {
            await aliceBeforeUpgrade(async (alice, letUpgrade) => {
                const { engine } = alice.io;
                const { burst, finish } = conversation(alice, 'alice');
                const steps = [nextEvent(engine, 'upgrading'), nextEvent(engine, 'upgrade')];
                engine.once('upgrading', () => burst('while it upgrades'));
                engine.once('upgrade', () => burst('right after'));
                burst('by polling');
                letUpgrade(true);
                burst('when the upgrade is asked for');
                await Promise.all(steps);
                assert.equal(engine.transport.name, 'websocket');
                await finish();
            });
        }
    });

    test('a session that ends while it upgrades is told so', async () => {
        for (let round = 1; round <= 5; ++round) {
            for (const moment of ['at once', 'upgrading', 'upgrade']) {
                await aliceBeforeUpgrade(async (alice, letUpgrade) => {
                    const now = moment === 'at once' ? Promise.resolve() : nextEvent(alice.io.engine, moment);
                    const ends = [nextEvent(alice, 'sesion_caducada'), nextEvent(alice, 'disconnect'), now.then(() => server.get('/logout', alice.token))];
                    letUpgrade(true);
                    const [said, reason] = await Promise.all(ends);
                    assert.deepEqual([said, reason], [{ codigo: 'token_invalido' }, 'io server disconnect']);
                });
            }
        }
    });

    test('where no websocket gets through, polling goes on', () => aliceBeforeUpgrade(async (alice, letUpgrade) => {
        const { burst, finish } = conversation(alice, 'alice');
        const failed = nextEvent(alice.io.engine, 'upgradeError');
        burst('before');
        letUpgrade(false);
        assert.match((await failed).message, /probe error/);
        burst('after');
        await finish();
        assert.equal(alice.io.engine.transport.name, 'polling');
    }));
});
