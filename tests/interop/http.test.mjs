import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { send, Server, token } from './harness.mjs';

describe('HTTP', () => {
    let server;
    let tokens;
    before(async () => {
        server = await Server.start({ 'history-rows': 8 });
        await server.addUsers('agent', 'alice', 'bob');
        tokens = { agent: await server.signIn('agent'), alice: await server.signIn('alice'), bob: await server.signIn('bob') };
        const [agent, alice, bob] = [await server.connect('agent'), await server.connect('alice'), await server.connect('bob')];
        for (let i = 1; i <= 10; ++i) {
            await send(i % 2 ? alice : agent, { para: i % 2 ? 'admin' : 'alice', mensaje: `m ${i}` });
        }
        await send(bob, { para: 'admin', mensaje: 'soy bob' });
    });
    after(async () => assert.equal(await server.stop(), 0));

    async function json(path, token_) {
        const response = await server.get(path, token_);
        assert.equal(response.status, 200, path);
        return response.json();
    }

    test('the rows of a history', async () => {
        const rows = await json('/api/mensajes/mios?limite=1', tokens.bob);
        assert.equal(rows.length, 1);
        assert.deepEqual(Object.keys(rows[0]).sort(),
            ['clave', 'conversacion', 'de_usuario', 'entrantes', 'fecha', 'id', 'mensaje', 'nombre', 'para_usuario', 'salientes']);
        assert.equal(rows[0].de_usuario, 'bob');
        assert.equal(rows[0].para_usuario, 'admin');
        assert.equal(rows[0].nombre, 'The bob');
    });

    test('everything, oldest first, up to a bound that is announced', async () => {
        const response = await server.get('/api/mensajes?con=alice', tokens.agent);
        assert.equal(response.headers.get('x-truncado'), '1');
        assert.deepEqual((await response.json()).map((row) => row.mensaje), ['m 3', 'm 4', 'm 5', 'm 6', 'm 7', 'm 8', 'm 9', 'm 10']);
        const whole = await server.get('/api/mensajes?con=bob', tokens.agent);
        assert.equal(whole.headers.get('x-truncado'), null);
        assert.deepEqual((await whole.json()).map((row) => row.mensaje), ['soy bob']);
    });

    test('pages fit together without a gap', async () => {
        const newest = await json('/api/mensajes?con=alice&limite=4', tokens.agent);
        assert.deepEqual(newest.map((row) => row.mensaje), ['m 7', 'm 8', 'm 9', 'm 10']);
        const older = await json(`/api/mensajes?con=alice&limite=4&antes=${newest[0].id}`, tokens.agent);
        assert.deepEqual(older.map((row) => row.mensaje), ['m 3', 'm 4', 'm 5', 'm 6']);
        const newer = await json(`/api/mensajes?con=alice&limite=2&despues=${older[3].id}`, tokens.agent);
        assert.deepEqual(newer.map((row) => row.mensaje), ['m 7', 'm 8']);
        assert.deepEqual(await json(`/api/mensajes/mios?limite=500&antes=${newest[0].id}`, tokens.alice),
            await json(`/api/mensajes?con=alice&limite=500&antes=${newest[0].id}`, tokens.agent));
    });

    test('conversations, newest message first', async () => {
        const { filas, tras } = await json('/api/conversaciones', tokens.agent);
        assert.deepEqual(filas.map((row) => row.usuario), ['bob', 'alice']);
        assert.equal(tras, null);
        assert.deepEqual(Object.keys(filas[0]).sort(),
            ['asignada_a', 'en_linea', 'entrantes', 'estado', 'lectura', 'no_leidos', 'nombre', 'salientes', 'sin_responder_desde',
                'ultimo', 'usuario', 'usuario_entregado', 'usuario_leido', 'version']);
        assert.equal(filas[0].ultimo.mensaje, 'soy bob');
        assert.equal(filas[0].sin_responder_desde, filas[0].ultimo.fecha);
        assert.equal(filas[1].sin_responder_desde, null, 'the last word was the agent\'s');
        assert.equal(filas[0].en_linea, true);
        const first = await json('/api/conversaciones?limite=1', tokens.agent);
        const second = await json(`/api/conversaciones?limite=1&tras=${first.tras}`, tokens.agent);
        assert.deepEqual([...first.filas, ...second.filas].map((row) => row.usuario), ['bob', 'alice']);
        assert.equal(second.tras, null);
        assert.deepEqual((await json('/api/conversaciones?texto=ALI', tokens.agent)).filas.map((row) => row.usuario), ['alice']);
        assert.deepEqual(await json('/api/usuarios-conversaciones', tokens.agent), ['alice', 'bob']);
    });

    test('an unknown conversation is empty', async () => {
        assert.deepEqual(await json('/api/mensajes?con=nobody', tokens.agent), []);
    });

    const bad = () => 'not.a.token';
    const cases = [
        ['/api/mensajes/mios', () => undefined, 401, 'No autenticado'],
        ['/api/mensajes/mios', bad, 403, 'Token inválido'],
        ['/api/mensajes?con=alice', () => undefined, 403, 'Acceso denegado'],
        ['/api/mensajes?con=alice', bad, 403, 'Token inválido'],
        ['/api/mensajes?con=alice', () => token({ user: 'alice' }, { expiresIn: -1 }), 403, 'Token inválido'],
        ['/api/mensajes?con=alice', () => tokens.alice, 403, 'Acceso solo para administradores'],
        ['/api/mensajes', () => tokens.agent, 400, 'Falta el parámetro ?con=usuario'],
        ['/api/usuarios-conversaciones', () => undefined, 403, 'Acceso denegado'],
        ['/api/usuarios-conversaciones', bad, 403, 'Token inválido'],
        ['/api/usuarios-conversaciones', () => tokens.alice, 403, 'Acceso solo para administradores'],
        ['/api/conversaciones', () => undefined, 403, 'Acceso denegado'],
        ['/api/conversaciones', () => tokens.bob, 403, 'Acceso solo para administradores'],
        ['/api/mensajes?con=alice&limite=0', () => tokens.agent, 400, 'El parámetro limite va de 1 a 500'],
        ['/api/mensajes?con=alice&limite=501', () => tokens.agent, 400, 'El parámetro limite va de 1 a 500'],
        ['/api/mensajes?con=alice&limite=x', () => tokens.agent, 400, 'El parámetro limite va de 1 a 500'],
        ['/api/mensajes?con=alice&antes=-1', () => tokens.agent, 400, 'El parámetro antes debe ser un id'],
        ['/api/mensajes?con=alice&antes=1&despues=1', () => tokens.agent, 400, 'Los parámetros antes y despues se excluyen'],
        ['/api/conversaciones?tras=%00zz', () => tokens.agent, 400, 'El parámetro tras no es de esta lista'],
        ['/api/conversaciones?orden=otro', () => tokens.agent, 400, 'El parámetro orden es reciente, espera o creada'],
        ['/nada', () => undefined, 404, 'No encontrado'],
        ['/auth', () => undefined, 405, 'Método no permitido'],
        ['/register', () => undefined, 404, 'No encontrado'],
    ];
    for (const [path, whose, status, error] of cases) {
        test(`${path} → ${status} ${error}`, async () => {
            const response = await server.get(path, whose());
            assert.equal(response.status, status);
            assert.equal((await response.json()).error, error);
        });
    }

    test('signing in by form and by JSON', async () => {
        for (const body of [new URLSearchParams({ user: 'alice', pass: 'password of alice' }), { user: 'ALICE', pass: 'password of alice' }]) {
            const response = await server.post('/auth', body);
            assert.equal(response.status, 200);
            assert.match(response.headers.get('set-cookie'), /^token=[\w-]+\.[\w-]+\.[\w-]+; HttpOnly; SameSite=Lax; Path=\/; Max-Age=3600$/);
            const { usuario, nombre, rol, token: inBody, caduca } = await response.json();
            assert.deepEqual({ usuario, nombre, rol }, { usuario: 'alice', nombre: 'The alice', rol: 'user' });
            assert.ok(response.headers.get('set-cookie').includes(inBody));
            assert.ok(new Date(caduca) > new Date());
        }
    });

    test('bad sign-ins', async () => {
        const wrong = await server.post('/auth', { user: 'bob', pass: 'wrong' });
        const unknown = await server.post('/auth', { user: 'nobody', pass: 'wrong' });
        assert.deepEqual([wrong.status, unknown.status], [401, 401]);
        assert.deepEqual(await wrong.json(), await unknown.json());
        assert.equal((await server.post('/auth', { user: 'bob' })).status, 400);
        assert.equal((await server.post('/auth', { user: 'bob', pass: ['x'] })).status, 400);
        assert.equal((await server.post('/auth', {}, { 'content-type': 'text/plain' })).status, 400);
        assert.equal((await server.post('/auth', { user: "' OR 1=1 --", pass: "' OR 1=1 --" })).status, 401);
    });

    test('guessing is throttled, and says for how long', async () => {
        await server.addUsers('dora');
        const guess = () => server.post('/auth', { user: 'dora', pass: 'wrong' });
        for (let i = 0; i < 10; ++i) assert.equal((await guess()).status, 401);
        const throttled = await guess();
        assert.equal(throttled.status, 429);
        assert.ok(Number(throttled.headers.get('retry-after')) > 0);
        const right = await server.post('/auth', { user: 'dora', pass: 'password of dora' });
        assert.equal(right.status, 429, 'even the right password waits');
        assert.equal((await server.post('/auth', { user: 'bob', pass: 'password of bob' })).status, 200);
    });

    test('another site\'s page cannot post with the visitor\'s cookies', async () => {
        for (const path of ['/auth', '/logout']) {
            const response = await server.post(path, { user: 'bob', pass: 'password of bob' }, { origin: 'https://evil.example' });
            assert.equal(response.status, 403);
            assert.equal(response.headers.get('set-cookie'), null);
            await server.logged(new RegExp(`refused a page of the origin "https://evil\\.example" on "${path}"`));
        }
        const own = await server.post('/auth', { user: 'bob', pass: 'password of bob' }, { origin: server.url });
        assert.equal(own.status, 200);
    });

    test('an oversized body is refused and the server stays up', async () => {
        const response = await server.post('/auth', { user: 'bob', pass: 'x'.repeat(1_100_000) });
        assert.equal(response.status, 413);
        assert.equal((await server.get('/api/mensajes/mios', tokens.bob)).status, 200);
    });
});

describe('registration', () => {
    test('makes users, never administrators', async () => {
        const server = await Server.start({ registration: 'on' });
        try {
            const form = new FormData();
            for (const [key, value] of Object.entries({ user: 'eva', name: 'Eva', pass: 'password of eva', rol: 'admin' })) form.set(key, value);
            form.set('imagen', new Blob([new Uint8Array([0, 255, 13, 10])]), 'eva.png');
            const response = await server.post('/register', form);
            assert.equal(response.status, 201);
            assert.deepEqual(await response.json(), { usuario: 'eva', nombre: 'Eva', rol: 'user' });
            await server.connect('eva');

            const status = async (body) => (await server.post('/register', body)).status;
            assert.equal(await status({ user: 'EVA', name: 'x', pass: 'long enough' }), 409);
            assert.equal(await status({ user: 'admin', name: 'x', pass: 'long enough' }), 409);
            for (const [campo, body] of [
                ['user', { user: ' x', name: 'x', pass: 'long enough' }],
                ['user', { user: 'x'.repeat(65), name: 'x', pass: 'long enough' }],
                ['name', { user: 'y', name: 'a\nb', pass: 'long enough' }],
                ['pass', { user: 'y', name: 'y', pass: 'short' }],
                ['pass', { user: 'y', name: 'y', pass: 'x'.repeat(73) }],
            ]) {
                const refused = await server.post('/register', body);
                assert.equal(refused.status, 400);
                assert.equal((await refused.json()).campo, campo);
            }
        } finally {
            await server.stop();
        }
    });
});

describe('the port', () => {
    test('is 3000 unless said otherwise', async () => {
        const server = await Server.start({ port: undefined });
        // Somebody else may have it on this machine; then the server says so.
        if (server.url) assert.equal(server.url, 'http://127.0.0.1:3000');
        else assert.match(server.log, /cannot listen on 127\.0\.0\.1 port 3000/);
        await server.stop();
    });
});
