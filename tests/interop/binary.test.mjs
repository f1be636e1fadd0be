import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { clients, endsOn } from './clients.mjs';
import { patienceMs, received, send, Server, settled } from './harness.mjs';

const bytes = Buffer.from([0, 255, 30, 10, 52]);

for (const [client, transports] of clients) describe(`binary, ${client}`, () => {
    let server;
    let agent;
    let alice;
    before(async () => {
        server = await Server.start({}, transports);
        await server.addUsers('agent', 'alice');
        [agent, alice] = [await server.connect('agent'), await server.connect('alice')];
        for (const socket of [agent, alice]) await endsOn(socket, transports);
    });
    after(async () => assert.equal(await server.stop(), 0));

    function sessionNow() {
        assert.ok(alice.connected);
        return alice.io.engine.id;
    }

    /** The session is still that of before, and serves. */
    async function goesOn(id) {
        assert.equal(sessionNow(), id);
        agent.seen.length = 0;
        assert.equal((await send(alice, { para: 'admin', mensaje: 'still here' })).ok, true);
        await settled(agent);
        assert.deepEqual(received(agent).map(({ mensaje }) => mensaje), ['still here']);
    }

    const attempts = [
        ['an event that the server does not know', 'fichero', [{ nombre: 'foto.png', datos: bytes }]],
        ['many attachments', 'fichero', Array.from({ length: 10 }, () => bytes)],
        ['an empty attachment', 'fichero', [Buffer.alloc(0)]],
        ['bytes for a message', 'mensaje_privado', [bytes]],
        ['a text of bytes', 'mensaje_privado', [{ para: 'admin', mensaje: bytes }]],
        ['a recipient of bytes', 'mensaje_privado', [{ para: bytes, mensaje: 'hola' }]],
        ['a key of bytes', 'mensaje_privado', [{ para: 'admin', mensaje: 'hola', clave: bytes }]],
        ['a placeholder without bytes', 'mensaje_privado', [{ para: 'admin', mensaje: { _placeholder: true, num: 0 } }]],
    ];
    for (const [name, event, payload] of attempts) {
        test(`refused: ${name}`, async () => {
            const id = sessionNow();
            agent.seen.length = 0;
            const answer = await alice.timeout(patienceMs).emitWithAck(event, ...payload);
            assert.equal(answer.ok, false);
            assert.equal(answer.error.codigo, 'datos_invalidos');
            alice.emit(event, ...payload); // and nobody waits for the answer
            await settled(alice, agent);
            assert.deepEqual(received(agent), []);
            await goesOn(id);
        });
    }

    test('an answer in bytes to what nobody asked', async () => {
        const id = sessionNow();
        const acknowledgement = 3;
        alice.packet({ type: acknowledgement, id: 7, data: [bytes] });
        await goesOn(id);
    });

    test('beside a message bytes do not matter, as nothing else does', async () => {
        const id = sessionNow();
        agent.seen.length = 0;
        const ack = await send(alice, { para: 'admin', mensaje: 'with a photo', foto: bytes });
        assert.equal(ack.ok, true);
        await settled(agent);
        assert.deepEqual(Object.keys(received(agent)[0]).sort(),
            ['clave', 'conversacion', 'de', 'entrantes', 'fecha', 'id', 'mensaje', 'nombre', 'para', 'salientes']);
        await goesOn(id);
    });
});
