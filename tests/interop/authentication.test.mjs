import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import jwt from 'jsonwebtoken';
import { clients, endsOn, failureOf } from './clients.mjs';
import { nextEvent, secret, Server, token } from './harness.mjs';

for (const [client, transports] of clients) describe(`authentication, ${client}`, () => {
    let server;
    before(async () => {
        server = await Server.start({}, transports);
        await server.addUsers('agent', 'alice', 'bob');
    });
    after(async () => assert.equal(await server.stop(), 0));

    test('HTTP and sockets share one port', async () => {
        assert.equal((await server.get('/api/mensajes/mios')).status, 401);
        const socket = await server.connect('alice');
        assert.equal(new URL(server.url).port, new URL(socket.io.uri).port);
    });

    test('a token made by jsonwebtoken connects by cookie', async () => {
        const socket = server.socket({ cookie: `otra=1; token=${token({ user: 'alice' })}; x=y` });
        const ready = nextEvent(socket, 'listo');
        socket.connect();
        assert.deepEqual(Object.keys(await ready).sort(), ['cursor', 'disponible', 'epoca', 'limites', 'version']);
        assert.equal(socket.seen[0][0], 'listo', 'listo is the first event');
    });

    test('a token made by the server verifies with jsonwebtoken', async () => {
        const claims = jwt.verify(await server.signIn('alice'), secret, { algorithms: ['HS256'] });
        assert.equal(claims.user, 'alice');
        assert.equal(claims.name, 'The alice');
        assert.equal(claims.rol, 'user');
        assert.equal(claims.exp - claims.iat, 3600);
    });

    test('the header and the CONNECT payload serve too, after the cookie', async () => {
        for (const [headers, options] of [
            [{ authorization: `Bearer ${token({ user: 'alice' })}` }, {}],
            [{}, { auth: { token: token({ user: 'alice' }) } }],
        ]) {
            const socket = server.socket(headers, options);
            const ready = nextEvent(socket, 'listo');
            socket.connect();
            await ready;
        }
        const error = await server.refusal({ cookie: 'token=bad' }, { auth: { token: token({ user: 'alice' }) } });
        assert.equal(error.message, 'Token inválido', 'the first token found counts');
    });

    const expired = () => token({ user: 'alice' }, { expiresIn: -10 });
    const rejections = [
        ['no cookie at all', () => ({}), 'No autenticado', 'no_autenticado'],
        ['a cookie without a token', () => ({ cookie: 'idioma=es' }), 'Token no proporcionado', 'token_ausente'],
        ['an expired token', () => ({ cookie: `token=${expired()}` }), 'Token inválido', 'token_caducado'],
        ['another secret', () => ({ cookie: `token=${jwt.sign({ user: 'alice', rol: 'user' }, 'other', { expiresIn: 60 })}` }), 'Token inválido', 'token_invalido'],
        ['another algorithm', () => ({ cookie: `token=${token({ user: 'alice' }, { algorithm: 'HS512' })}` }), 'Token inválido', 'token_invalido'],
        ['no algorithm', () => ({ cookie: `token=${jwt.sign({ user: 'alice', rol: 'user' }, '', { algorithm: 'none', expiresIn: 60 })}` }), 'Token inválido', 'token_invalido'],
        ['no expiry', () => ({ cookie: `token=${jwt.sign({ user: 'alice', rol: 'user' }, secret)}` }), 'Token inválido', 'token_invalido'],
        ['not a token', () => ({ cookie: 'token=abc' }), 'Token inválido', 'token_invalido'],
        ['an unknown account', () => ({ cookie: `token=${token({ user: 'nobody' })}` }), 'Token inválido', 'token_invalido'],
    ];
    for (const [name, headers, message, code] of rejections) {
        test(`refused: ${name}`, async () => {
            const error = await server.refusal(headers());
            assert.equal(error.message, message);
            assert.deepEqual(error.data, { codigo: code });
        });
    }

    test('refused: a page of another site, whatever it brings', async () => {
        const error = await server.refusal({ origin: 'https://evil.example', cookie: `token=${token({ user: 'alice' })}` });
        assert.equal(error.message, failureOf(transports));
    });

    test('the role is the database\'s, not the token\'s', async () => {
        const forged = token({ user: 'alice', rol: 'admin' });
        const response = await server.get('/api/usuarios-conversaciones', forged);
        assert.equal(response.status, 403);
        assert.equal((await response.json()).error, 'Acceso solo para administradores');
    });

    test('signing out revokes the token and ends its session', async () => {
        const socket = await server.connect('bob');
        const { token: cookie } = socket;
        await endsOn(socket, transports);
        const ended = nextEvent(socket, 'sesion_caducada');
        const gone = nextEvent(socket, 'disconnect');
        const response = await server.get('/logout', cookie);
        assert.equal(response.status, 204);
        assert.match(response.headers.get('set-cookie'), /^token=;.*Max-Age=0/);
        assert.deepEqual(await ended, { codigo: 'token_invalido' });
        assert.equal(await gone, 'io server disconnect');
        assert.equal((await server.refusal({ cookie: `token=${cookie}` })).message, 'Token inválido');
    });

    test('disabling an account by the command line ends its live session', async () => {
        await server.addUsers('carol');
        const socket = await server.connect('carol');
        await endsOn(socket, transports);
        const ended = nextEvent(socket, 'sesion_caducada');
        await server.user('disable', 'carol');
        assert.deepEqual(await ended, { codigo: 'token_invalido' });
        const refused = await server.post('/auth', new URLSearchParams({ user: 'carol', pass: 'password of carol' }));
        assert.equal(refused.status, 401);
        await server.user('enable', 'carol');
        await server.connect('carol');
    });

    test('an unknown namespace is refused in the words of the reference', async () => {
        const socket = server.socket({ cookie: `token=${token({ user: 'alice' })}` });
        socket.connect();
        await nextEvent(socket, 'listo');
        const other = socket.io.socket('/random');
        const error = nextEvent(other, 'connect_error');
        other.connect();
        assert.equal((await error).message, 'Invalid namespace');
        assert.ok(socket.connected, 'the main namespace is not disturbed');
    });
});

for (const [client, transports] of clients) describe(`accounts from tokens, ${client}`, () => {
    test('a site that signs tokens itself brings its own users', async () => {
        const server = await Server.start({ 'accounts-from-tokens': 'users' }, transports);
        try {
            const socket = server.socket({ cookie: `token=${token({ user: 'visitor', name: 'A Visitor' })}` });
            const ready = nextEvent(socket, 'listo');
            socket.connect();
            await ready;
            const accounts = JSON.parse(await server.user('list', '--json'));
            assert.deepEqual(accounts, [{ usuario: 'visitor', nombre: 'A Visitor', rol: 'user', estado: 'activa' }]);
            const error = await server.refusal({ cookie: `token=${token({ user: 'boss', rol: 'admin' })}` });
            assert.equal(error.message, 'Token inválido', 'but no administrators');
        } finally {
            await server.stop();
        }
    });
});
