import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { clients } from './clients.mjs';
import { ask, received, send, Server, settled } from './harness.mjs';

for (const [client, transports] of clients) describe(`marks, ${client}`, () => {
    let server;
    let phone;
    let laptop;
    let agent1;
    let agent1b;
    let agent2;
    let bob;
    /** Ids in alice's thread: two questions, an answer, and another question. */
    let ids;
    before(async () => {
        server = await Server.start({}, transports);
        await server.addUsers('agent1', 'agent2', 'alice', 'bob');
        phone = await server.connect('alice');
        laptop = await server.connect('alice');
        agent1 = await server.connect('agent1');
        agent1b = await server.connect('agent1');
        agent2 = await server.connect('agent2');
        bob = await server.connect('bob');
        ids = [];
        for (const [from, para] of [[phone, 'admin'], [phone, 'admin'], [agent1, 'alice'], [phone, 'admin']]) {
            ids.push((await send(from, { para, mensaje: 'x' })).id);
        }
        await send(bob, { para: 'admin', mensaje: 'x' });
    });
    after(async () => assert.equal(await server.stop(), 0));

    const all = () => [phone, laptop, agent1, agent1b, agent2, bob];
    async function quiet() {
        await settled(...all());
        for (const socket of all()) socket.seen.length = 0;
    }
    /** Who has got this event, with what: by name, those without it left out. */
    async function got(event) {
        await settled(...all());
        const names = { phone, laptop, agent1, agent1b, agent2, bob };
        return Object.fromEntries(Object.entries(names)
            .map(([name, socket]) => [name, received(socket, event)])
            .filter(([, events]) => events.length > 0)
            .map(([name, events]) => [name, events.length === 1 ? events[0] : events]));
    }

    test('an administrator\'s leido: to all consoles, and to the user without a name', async () => {
        await quiet();
        const { ok, ...cursor } = await ask(agent1, 'leido', { conversacion: 'alice', hasta: ids[1] });
        assert.equal(ok, true);
        assert.ok(cursor.version > ids[3], 'it has a number of its own');
        assert.deepEqual(cursor, {
            conversacion: 'alice', lector: 'agent1', hasta: ids[1], version: cursor.version, ordinal: 2, no_leidos: 1,
        });
        const ofTheStaff = { conversacion: 'alice', hasta: ids[1], version: cursor.version };
        assert.deepEqual(await got('leido'), { agent1b: cursor, agent2: cursor, phone: ofTheStaff, laptop: ofTheStaff });
    });

    test('a colleague who has read less is no news to the user', async () => {
        await quiet();
        const { ok, ...cursor } = await ask(agent2, 'leido', { conversacion: 'alice', hasta: ids[0] });
        assert.equal(ok, true);
        assert.deepEqual(await got('leido'), { agent1: cursor, agent1b: cursor });
    });

    test('the same again changes nothing and is told to nobody', async () => {
        await quiet();
        const ack = await ask(agent1, 'leido', { conversacion: 'alice', hasta: ids[0] });
        assert.equal(ack.ok, true);
        assert.equal(ack.hasta, ids[1], 'the cursor as it is');
        assert.deepEqual(await got('leido'), {});
    });

    test('no_leido: to the consoles only, and an older leido does not undo it', async () => {
        const { version: known } = await ask(agent1, 'leido', { conversacion: 'alice', hasta: ids[3] });
        await quiet();
        const { ok, ...cursor } = await ask(agent1, 'no_leido', { conversacion: 'alice', hasta: ids[0] });
        assert.equal(ok, true);
        assert.deepEqual({ ...cursor, version: 0 },
            { conversacion: 'alice', lector: 'agent1', hasta: ids[0], version: 0, ordinal: 1, no_leidos: 2 });
        assert.deepEqual(await got('leido'), { agent1b: cursor, agent2: cursor });
        const late = await ask(agent1b, 'leido', { conversacion: 'alice', hasta: ids[3], version: known });
        assert.deepEqual(late, { ok, ...cursor });
        const anew = await ask(agent1b, 'leido', { conversacion: 'alice', hasta: ids[3], version: cursor.version });
        assert.equal(anew.no_leidos, 0);
    });

    test('a user\'s leido: to the consoles and the user\'s other devices', async () => {
        await quiet();
        const { ok, ...cursor } = await ask(phone, 'leido', { conversacion: 'alice', hasta: ids[3], version: 0 });
        assert.equal(ok, true);
        assert.deepEqual({ ...cursor, version: 0 },
            { conversacion: 'alice', lector: 'alice', hasta: ids[3], version: 0, ordinal: 1, no_leidos: 0 });
        assert.deepEqual(await got('leido'), { laptop: cursor, agent1: cursor, agent1b: cursor, agent2: cursor });
    });

    test('entregado: from a user and from an administrator', async () => {
        await quiet();
        const { ok, ...delivery } = await ask(laptop, 'entregado', { conversacion: 'alice', hasta: ids[2] });
        assert.equal(ok, true);
        assert.deepEqual({ ...delivery, version: 0 },
            { conversacion: 'alice', receptor: 'alice', hasta: ids[2], version: 0 });
        assert.deepEqual(await got('entregado'), { phone: delivery, agent1: delivery, agent1b: delivery, agent2: delivery });

        await quiet();
        const { ok: too, ...second } = await ask(agent2, 'entregado', { conversacion: 'alice', hasta: ids[3] });
        assert.equal(too, true);
        assert.equal(second.receptor, 'agent2');
        const ofTheStaff = { conversacion: 'alice', hasta: ids[3], version: second.version };
        assert.deepEqual(await got('entregado'),
            { agent1: second, agent1b: second, phone: ofTheStaff, laptop: ofTheStaff });
    });

    test('hasta is brought down to the newest message', async () => {
        const ack = await ask(agent2, 'leido', { conversacion: 'alice', hasta: Number.MAX_SAFE_INTEGER });
        assert.deepEqual([ack.ok, ack.hasta, ack.no_leidos], [true, ids[3], 0]);
    });

    const mark = { conversacion: 'alice', hasta: 1 };
    for (const [what, who, event, payload, code] of [
        ['leido of another user', () => bob, 'leido', mark, 'sin_permiso'],
        ['entregado of another user', () => bob, 'entregado', mark, 'sin_permiso'],
        ['leido of nobody, from a user', () => bob, 'leido', { conversacion: 'nobody', hasta: 1 }, 'sin_permiso'],
        ['no_leido from a user', () => phone, 'no_leido', mark, 'sin_permiso'],
        ['leido of nobody', () => agent1, 'leido', { conversacion: 'nobody', hasta: 1 }, 'no_encontrado'],
        ['no_leido of nobody', () => agent1, 'no_leido', { conversacion: 'nobody', hasta: 1 }, 'no_encontrado'],
        ['entregado of nobody', () => agent1, 'entregado', { conversacion: 'nobody', hasta: 1 }, 'no_encontrado'],
    ]) {
        test(`refused: ${what}`, async () => {
            await quiet();
            const ack = await ask(who(), event, payload);
            assert.deepEqual([ack.ok, ack.error.codigo], [false, code]);
            assert.deepEqual({ ...await got('leido'), ...await got('entregado') }, {});
        });
    }

    for (const [what, ...payload] of [
        ['nothing'],
        ['null', null],
        ['a text', 'alice'],
        ['a list', [mark]],
        ['no conversation', { hasta: 1 }],
        ['a conversation of a wrong type', { conversacion: ['alice'], hasta: 1 }],
        ['NUL in the conversation', { conversacion: 'ali\u0000ce', hasta: 1 }],
        ['no message', { conversacion: 'alice' }],
        ['a message of a wrong type', { conversacion: 'alice', hasta: '1' }],
        ['a message before the first', { conversacion: 'alice', hasta: -1 }],
        ['half a message', { conversacion: 'alice', hasta: 1.5 }],
    ]) {
        test(`malformed: ${what}`, async () => {
            await quiet();
            for (const event of ['leido', 'no_leido', 'entregado']) {
                for (const socket of [agent1, phone]) {
                    const ack = await ask(socket, event, ...payload);
                    assert.deepEqual([ack.ok, ack.error.codigo], [false, 'datos_invalidos']);
                    socket.emit(event, ...payload); // nor does it end the session without an acknowledgement
                }
            }
            assert.deepEqual({ ...await got('leido'), ...await got('entregado') }, {});
            assert.ok(agent1.connected && phone.connected);
        });
    }

    test('too many at once are demasiado_rapido, and the session stays', async () => {
        const acks = await Promise.all(Array.from({ length: 700 }, () => ask(bob, 'leido', { conversacion: 'bob', hasta: 1 })));
        const refused = acks.filter((ack) => !ack.ok);
        assert.ok(refused.length > 0 && refused.length <= 200);
        for (const { error } of refused) {
            assert.equal(error.codigo, 'demasiado_rapido');
            assert.ok(error.reintentar_ms > 0);
        }
        assert.equal((await send(bob, { para: 'admin', mensaje: 'sigo aquí' })).ok, true);
    });
});
