import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { clients, endsOn, lastOf } from './clients.mjs';
import { nextEvent, received, send, Server, settled } from './harness.mjs';

for (const [client, transports] of clients) describe(`messages, ${client}`, () => {
    let server;
    let phone;
    let laptop;
    let agent1;
    let agent2;
    let bob;
    before(async () => {
        server = await Server.start({ 'message-rate': 0, 'presence-grace': 0 }, transports);
        await server.addUsers('agent1', 'agent2', 'alice', 'bob');
        phone = await server.connect('alice');
        laptop = await server.connect('alice');
        agent1 = await server.connect('agent1');
        agent2 = await server.connect('agent2');
        bob = await server.connect('bob');
    });
    after(async () => assert.equal(await server.stop(), 0));

    const all = () => [phone, laptop, agent1, agent2, bob];
    async function quiet() {
        await settled(...all());
        for (const socket of all()) socket.seen.length = 0;
    }

    test('from a user: to every administrator once, and to the user\'s other devices', async () => {
        await quiet();
        const ack = await send(phone, { para: 'admin', mensaje: 'hola', clave: 'k-1' });
        await settled(...all());
        assert.equal(ack.ok, true);
        assert.match(ack.fecha, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        const expected = {
            de: 'alice', para: 'admin', mensaje: 'hola', id: ack.id, fecha: ack.fecha, nombre: 'The alice',
            clave: 'k-1', conversacion: 'alice', entrantes: 1, salientes: 0,
        };
        for (const agent of [agent1, agent2]) assert.deepEqual(agent.seen.filter(isMessage), [['mensaje_recibido', expected]]);
        assert.deepEqual(laptop.seen.filter(isMessage), [['mensaje_enviado', expected]]);
        assert.deepEqual(phone.seen.filter(isMessage), []);
        assert.deepEqual(bob.seen.filter(isMessage), []);
    });

    test('from a user to one administrator: all administrators see it, each once', async () => {
        await quiet();
        await send(phone, { para: 'agent1', mensaje: 'a ti' });
        await settled(...all());
        assert.equal(received(agent1).length, 1);
        assert.equal(received(agent2).length, 1);
    });

    test('from an administrator: to every device of the user, and to the colleagues as sent', async () => {
        await quiet();
        const ack = await send(agent1, { para: 'alice', mensaje: 'buenas' });
        await settled(...all());
        for (const device of [phone, laptop]) {
            assert.deepEqual(received(device).map(({ de, mensaje, id }) => ({ de, mensaje, id })),
                [{ de: 'agent1', mensaje: 'buenas', id: ack.id }]);
        }
        assert.deepEqual(received(agent2), []);
        assert.equal(received(agent2, 'mensaje_enviado').length, 1);
        assert.deepEqual(agent1.seen.filter(isMessage), []);
        assert.deepEqual(bob.seen.filter(isMessage), []);
    });

    test('the sender is the token\'s, whatever the payload says', async () => {
        await quiet();
        await send(phone, { de: 'bob', para: 'admin', mensaje: 'soy yo', nombre: 'Bob', id: 1, fecha: 'x' });
        await settled(...all());
        assert.equal(received(agent1)[0].de, 'alice');
        assert.equal(received(agent1)[0].nombre, 'The alice');
    });

    test('what the original\'s page shows needs only de and mensaje', async () => {
        const got = nextEvent(agent1, 'mensaje_recibido');
        bob.emit('mensaje_privado', { para: 'admin', mensaje: 'sin ack' }); // as the original sends
        const { de, mensaje } = await got;
        assert.deepEqual({ de, mensaje }, { de: 'bob', mensaje: 'sin ack' });
    });

    test('the same key again is the same message, delivered to nobody again', async () => {
        const first = await send(phone, { para: 'admin', mensaje: 'una vez', clave: 'k-2' });
        await quiet();
        assert.deepEqual(await send(phone, { para: 'admin', mensaje: 'una vez', clave: 'k-2' }), first);
        assert.equal((await send(phone, { para: 'admin', mensaje: 'otra cosa', clave: 'k-2' })).error.codigo, 'datos_invalidos');
        await settled(...all());
        assert.deepEqual(all().flatMap((socket) => socket.seen.filter(isMessage)), []);
    });

    test('a burst arrives in the order of its ids', async () => {
        await quiet();
        const acks = await Promise.all(Array.from({ length: 200 }, (_, i) => send(bob, { para: 'admin', mensaje: `n ${i}` })));
        await settled(...all());
        const ids = acks.map((ack) => ack.id);
        assert.deepEqual(ids, [...ids].sort((a, b) => a - b));
        assert.deepEqual(received(agent2).map((message) => message.id), ids);
        assert.deepEqual(received(agent2).map((message) => message.mensaje), acks.map((_, i) => `n ${i}`));
    });

    const refusals = [
        ['no object', 'x', 'datos_invalidos'],
        ['nothing', undefined, 'datos_invalidos'],
        ['no recipient', { mensaje: 'a' }, 'datos_invalidos'],
        ['recipient of a wrong type', { para: ['admin'], mensaje: 'a' }, 'datos_invalidos'],
        ['no text', { para: 'admin' }, 'datos_invalidos'],
        ['text of a wrong type', { para: 'admin', mensaje: { a: 1 } }, 'datos_invalidos'],
        ['NUL', { para: 'admin', mensaje: 'a\u0000b' }, 'datos_invalidos'],
        ['bad key', { para: 'admin', mensaje: 'a', clave: 'ñ' }, 'datos_invalidos'],
        ['key of a wrong type', { para: 'admin', mensaje: 'a', clave: 7 }, 'datos_invalidos'],
        ['empty text', { para: 'admin', mensaje: ' \n\t ' }, 'texto_vacio'],
        ['too long a text', { para: 'admin', mensaje: 'x'.repeat(4001) }, 'texto_largo'],
        ['unknown recipient', { para: 'nobody', mensaje: 'a' }, 'destino_desconocido'],
        ['SQL as recipient', { para: "x'; DROP TABLE mensajes; --", mensaje: 'a' }, 'destino_desconocido'],
        ['another user', { para: 'bob', mensaje: 'a' }, 'destino_no_permitido'],
        ['oneself', { para: 'alice', mensaje: 'a' }, 'destino_no_permitido'],
    ];
    for (const [name, payload, code] of refusals) {
        test(`refused: ${name}`, async () => {
            await quiet();
            const ack = await send(phone, payload);
            assert.equal(ack.ok, false);
            assert.equal(ack.error.codigo, code);
            await settled(...all());
            assert.deepEqual(all().flatMap((socket) => socket.seen.filter(isMessage)), [], 'nobody is disturbed');
        });
    }

    test('refused for administrators: the mailbox and colleagues', async () => {
        for (const para of ['admin', 'agent2', 'agent1']) {
            assert.equal((await send(agent1, { para, mensaje: 'a' })).error.codigo, 'destino_no_permitido');
        }
    });

    test('4,000 characters count as code points, and any text comes back as it was sent', async () => {
        const texts = ['😀'.repeat(4000), `  ${'x'.repeat(4000)}  `, '<b>no</b> & "x"', "'; DROP TABLE mensajes; --", 'a\r\nb\u2028c\u202Ed'];
        await quiet();
        for (const mensaje of texts) assert.equal((await send(phone, { para: 'admin', mensaje })).ok, true);
        await settled(...all());
        assert.deepEqual(received(agent1).map((message) => message.mensaje), texts);
        const rows = await (await server.get('/api/mensajes/mios?limite=5', await server.signIn('alice'))).json();
        assert.deepEqual(rows.map((row) => row.mensaje), texts);
    });

    test('users learn whether anybody is there', async () => {
        assert.deepEqual(bob.ready.disponible, { hay: true });
        let change = nextEvent(bob, 'disponible');
        agent1.close();
        agent2.close();
        assert.deepEqual(await change, { hay: false });
        change = nextEvent(bob, 'disponible');
        agent1 = await server.connect('agent1');
        assert.deepEqual(await change, { hay: true });
        agent2 = await server.connect('agent2');
    });

    test('a disconnected session gets nothing more', async () => {
        await quiet();
        laptop.close();
        await server.logged(/disconnected: "alice"/);
        await send(agent1, { para: 'alice', mensaje: 'uno' });
        await settled(phone);
        assert.equal(received(phone).length, 1);
        assert.deepEqual(laptop.seen, []);
        laptop = await server.connect('alice');
    });

    test('all of this went over the transport that was meant', async () => {
        for (const socket of all()) assert.equal(await endsOn(socket, transports), lastOf(transports));
    });

    test('the log tells what happened, and never a text or a token', () => {
        assert.match(server.log, /connected: "alice" user/);
        assert.match(server.log, /stored message 1 from "alice" to "admin"/);
        assert.doesNotMatch(server.log, /hola|buenas|eyJ/);
    });
});

for (const [client, transports] of clients) describe(`limits, ${client}`, () => {
    test('a flood is answered, the session stays, and others are not held up', async () => {
        const server = await Server.start({ 'message-rate': 1, 'message-burst': 5 }, transports);
        try {
            await server.addUsers('agent', 'alice', 'bob');
            const [alice, bob] = [await server.connect('alice'), await server.connect('bob')];
            const acks = await Promise.all(Array.from({ length: 20 }, () => send(alice, { para: 'admin', mensaje: 'x' })));
            const refused = acks.filter((ack) => !ack.ok);
            assert.ok(refused.length >= 10);
            for (const { error } of refused) {
                assert.equal(error.codigo, 'demasiado_rapido');
                assert.ok(error.reintentar_ms > 0);
            }
            assert.equal((await send(bob, { para: 'admin', mensaje: 'y' })).ok, true);
            assert.ok(alice.connected);
        } finally {
            await server.stop();
        }
    });

    test('user to user, where the operator allows it, is the sender\'s thread', async () => {
        const server = await Server.start({ 'users-to-users': 'on' }, transports);
        try {
            await server.addUsers('agent', 'alice', 'bob');
            const [alice, bob, agent] = [await server.connect('alice'), await server.connect('bob'), await server.connect('agent')];
            const got = nextEvent(bob, 'mensaje_recibido');
            const copy = nextEvent(agent, 'mensaje_recibido');
            await send(alice, { para: 'bob', mensaje: 'hola' });
            assert.equal((await got).conversacion, 'alice');
            assert.equal((await copy).conversacion, 'alice');
            const rows = await (await server.get('/api/mensajes/mios', await server.signIn('bob'))).json();
            assert.deepEqual(rows.map((row) => row.mensaje), ['hola']);
        } finally {
            await server.stop();
        }
    });
});

function isMessage([name]) {
    return name === 'mensaje_recibido' || name === 'mensaje_enviado';
}
