import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { clients } from './clients.mjs';
import { nextEvent, received, Server, settled } from './harness.mjs';

for (const [client, transports] of clients) describe(`typing and presence, ${client}`, () => {
    let server;
    let phone;
    let laptop;
    let agent1;
    let agent1b;
    let agent2;
    let bob;
    before(async () => {
        server = await Server.start({ 'presence-grace': 0 }, transports);
        await server.addUsers('agent1', 'agent2', 'agent3', 'alice', 'bob', 'carol');
        phone = await server.connect('alice');
        laptop = await server.connect('alice');
        agent1 = await server.connect('agent1');
        agent1b = await server.connect('agent1');
        agent2 = await server.connect('agent2');
        bob = await server.connect('bob');
    });
    after(async () => assert.equal(await server.stop(), 0));

    const all = () => [phone, laptop, agent1, agent1b, agent2, bob];
    async function quiet() {
        await settled(...all());
        for (const socket of all()) socket.seen.length = 0;
    }
    async function got(event) {
        await settled(...all());
        const names = { phone, laptop, agent1, agent1b, agent2, bob };
        return Object.fromEntries(Object.entries(names)
            .map(([name, socket]) => [name, received(socket, event)])
            .filter(([, events]) => events.length > 0));
    }

    for (const para of ['admin', 'agent2']) {
        test(`a user who types to ${para}: to the consoles`, async () => {
            await quiet();
            phone.emit('escribiendo', { para, activo: true });
            phone.emit('escribiendo', { para, activo: false });
            const told = [true, false].map((activo) => ({ de: 'alice', nombre: 'The alice', conversacion: 'alice', activo }));
            assert.deepEqual(await got('escribiendo'), { agent1: told, agent1b: told, agent2: told });
        });
    }

    test('an administrator who types: to the user and the other consoles', async () => {
        await quiet();
        agent1.emit('escribiendo', { para: 'alice', activo: true });
        const told = [{ de: 'agent1', nombre: 'The agent1', conversacion: 'alice', activo: true }];
        assert.deepEqual(await got('escribiendo'), { phone: told, laptop: told, agent1b: told, agent2: told });
    });

    test('dropped: what has no conversation, and what is malformed', async () => {
        await quiet();
        bob.emit('escribiendo', { para: 'alice', activo: true });
        bob.emit('escribiendo', { para: 'bob', activo: true });
        bob.emit('escribiendo', { para: 'nobody', activo: true });
        for (const para of ['admin', 'agent1', 'agent2', 'nobody']) agent2.emit('escribiendo', { para, activo: true });
        for (const payload of [[], [null], ['alice'], [{}], [{ para: 'alice' }], [{ para: 1, activo: true }],
            [{ para: 'alice', activo: 1 }]]) agent1.emit('escribiendo', ...payload);
        assert.deepEqual(await got('escribiendo'), {});
        assert.ok(all().every((socket) => socket.connected));
    });

    test('never acknowledged', async () => {
        let answered = false;
        agent1b.emit('escribiendo', { para: 'alice', activo: true }, () => { answered = true; });
        agent1b.emit('escribiendo', 'nonsense', () => { answered = true; });
        await settled(agent1b);
        assert.equal(answered, false);
    });

    test('too much is dropped, and the session stays', async () => {
        await quiet();
        for (let i = 0; i < 100; ++i) laptop.emit('escribiendo', { para: 'admin', activo: true });
        const { agent2: told } = await got('escribiendo');
        assert.ok(told.length >= 10 && told.length < 100, `${told.length}`);
        assert.ok(laptop.connected);
    });

    test('an administrator is told who of the staff is there, a user is not', async () => {
        const there = ['agent1', 'agent2'].map((usuario) => ({ usuario, rol: 'admin', estado: 'en_linea' }));
        assert.deepEqual(agent2.ready.presencia, there);
        assert.equal(bob.ready.presencia, undefined);
    });

    for (const [name, rol] of [['carol', 'user'], ['agent3', 'admin']]) {
        test(`${rol}: the first session comes, the last one goes, and only consoles hear of it`, async () => {
            await quiet();
            const first = await server.connect(name);
            const second = await server.connect(name);
            const came = [{ usuario: name, rol, estado: 'en_linea' }];
            assert.deepEqual(await got('presencia'), { agent1: came, agent1b: came, agent2: came });
            await settled(first, second);
            assert.deepEqual(received(first, 'presencia'), [], 'not to itself');
            first.close();
            await server.logged(new RegExp(`disconnected: "${name}"`));
            await quiet();
            const gone = nextEvent(agent1, 'presencia');
            second.close();
            assert.deepEqual(await gone, { usuario: name, rol, estado: 'desconectado' });
            const went = [{ usuario: name, rol, estado: 'desconectado' }];
            assert.deepEqual(await got('presencia'), { agent1: went, agent1b: went, agent2: went });
        });
    }

    test('a page that is loaded again does not look like a farewell', async () => {
        const patient = await Server.start({ 'presence-grace': 3_600_000 }, transports);
        try {
            await patient.addUsers('agent1', 'agent2', 'alice');
            const watcher = await patient.connect('agent1');
            const alice = await patient.connect('alice');
            let agent = await patient.connect('agent2');
            await settled(watcher, alice);
            watcher.seen.length = alice.seen.length = 0;
            agent.close();
            await patient.logged(/disconnected: "agent2"/);
            assert.deepEqual((await patient.connect('agent1')).ready.presencia.map(({ usuario }) => usuario),
                ['agent1', 'agent2']);
            agent = await patient.connect('agent2');
            await settled(watcher, alice);
            assert.deepEqual(received(watcher, 'presencia'), []);
            assert.deepEqual(received(alice, 'disponible'), []);
        } finally {
            await patient.stop();
        }
    });
});
