import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import jwt from 'jsonwebtoken';
import { clients, endsOn, failureOf } from './clients.mjs';
import { nextEvent, patienceMs, secret, Server, settled, token } from './harness.mjs';

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

    const fingerprint = (token) => createHash('sha256').update(token).digest('base64url');
    const renew = (socket) => socket.timeout(patienceMs).emitWithAck('renovar');
    const renewByHttp = (token, headers = {}) => server.post('/auth/renovar', {}, { cookie: `token=${token}`, ...headers });

    test('a session renews its token, and both are good', async () => {
        const socket = await server.connect('alice');
        const { ok, token: fresh, caduca, vigencia_ms: validFor, ...who } = await renew(socket);
        assert.equal(ok, true);
        assert.ok(validFor > 3_590_000 && validFor <= 3_600_000);
        assert.deepEqual(who, { usuario: 'alice', nombre: 'The alice', rol: 'user' });
        const [before, after] = [socket.token, fresh].map((each) => jwt.verify(each, secret, { algorithms: ['HS256'] }));
        assert.notEqual(fresh, socket.token);
        assert.equal(after.exp * 1000, Date.parse(caduca));
        assert.deepEqual([after.user, after.name, after.rol], [before.user, before.name, before.rol]);
        const { sustituye, ...chain } = after.cadena;
        assert.deepEqual(chain, before.cadena);
        assert.deepEqual(sustituye, { huella: fingerprint(socket.token), caduca: before.exp });
        for (const each of [fresh, socket.token]) assert.equal((await server.get('/api/mensajes/mios', each)).status, 200);
        const next = await renew(socket);
        assert.equal(jwt.decode(next.token).cadena.sustituye.huella, fingerprint(fresh), 'the session stands on its new token');
        socket.emit('renovar'); // nobody would get the answer
        await settled(socket);
        assert.ok(socket.connected);
    });

    test('a token is renewed by HTTP', async () => {
        const first = await server.signIn('alice');
        const response = await renewByHttp(first);
        assert.equal(response.status, 200);
        const { token: fresh, ...who } = await response.json();
        delete who.caduca;
        delete who.vigencia_ms;
        assert.deepEqual(who, { usuario: 'alice', nombre: 'The alice', rol: 'user' });
        assert.match(response.headers.get('set-cookie'), /^token=[^;]+; HttpOnly; SameSite=Lax; Path=\/; Max-Age=3600$/);
        assert.equal(response.headers.get('set-cookie').match(/^token=([^;]+)/)[1], fresh);
        assert.equal((await renewByHttp(fresh)).status, 200);
        assert.equal((await renewByHttp(first)).status, 200, 'not yet a minute old');
    });

    test('only a good token is renewed', async () => {
        const none = await server.post('/auth/renovar', {});
        assert.equal(none.status, 401);
        assert.deepEqual(await none.json(), { error: 'No autenticado', codigo: 'no_autenticado' });
        for (const [bad, codigo] of [['abc', 'token_invalido'], [expired(), 'token_caducado']]) {
            const refused = await renewByHttp(bad);
            assert.equal(refused.status, 403);
            assert.deepEqual(await refused.json(), { error: 'Token inválido', codigo });
            assert.equal(refused.headers.get('set-cookie'), null);
        }
        const elsewhere = await renewByHttp(await server.signIn('alice'), { origin: 'https://evil.example' });
        assert.equal(elsewhere.status, 403);
        assert.equal((await elsewhere.json()).codigo, 'sin_permiso');
    });

    test('a token that a site signed is renewed, and its chain is as old as that token', async () => {
        const foreign = token({ user: 'alice', iat: Math.floor(Date.now() / 1000) - 600 });
        const { token: fresh } = await (await renewByHttp(foreign)).json();
        assert.equal(jwt.decode(fresh).cadena.inicio, jwt.decode(foreign).iat);
        assert.equal((await server.get('/logout', fresh)).status, 204);
        assert.equal((await server.get('/api/mensajes/mios', foreign)).status, 403);
        const old = token({ user: 'alice', iat: Math.floor(Date.now() / 1000) - 31 * 86_400 }, { expiresIn: '60d' });
        assert.equal((await server.get('/api/mensajes/mios', old)).status, 200);
        const refused = await renewByHttp(old);
        assert.equal(refused.status, 403);
        assert.equal((await refused.json()).codigo, 'token_caducado');
    });

    for (const [what, renewed] of [
        ['over its connection', async (socket) => (await renew(socket)).token],
        ['by HTTP', async (socket) => (await (await renewByHttp(socket.token)).json()).token],
    ]) test(`signing out with a token renewed ${what} ends the session of the old one`, async () => {
        const socket = await server.connect('bob');
        const other = await server.connect('bob');
        await endsOn(socket, transports);
        const fresh = await renewed(socket);
        assert.equal((await server.get('/api/mensajes/mios', fresh)).status, 200);
        await settled(socket);
        assert.ok(socket.connected, 'no session is cut when the new token is used');
        const ended = nextEvent(socket, 'sesion_caducada');
        const gone = nextEvent(socket, 'disconnect');
        assert.equal((await server.get('/logout', fresh)).status, 204);
        assert.deepEqual(await ended, { codigo: 'token_invalido' });
        assert.equal(await gone, 'io server disconnect');
        for (const each of [socket.token, fresh]) {
            assert.equal((await server.refusal({ cookie: `token=${each}` })).message, 'Token inválido');
            assert.equal((await renewByHttp(each)).status, 403);
        }
        await settled(other);
        assert.ok(other.connected, 'another sign-in of the same person is not concerned');
    });

    test('signing out with the old token ends what was renewed, also after a restart', async () => {
        const socket = await server.connect('bob');
        const { token: fresh } = await renew(socket);
        const later = await (await renewByHttp(fresh)).json();
        assert.equal((await server.get('/logout', socket.token)).status, 204);
        assert.equal(await server.end('SIGKILL'), null);
        await server.launch();
        for (const each of [socket.token, fresh, later.token])
            assert.equal((await server.get('/api/mensajes/mios', each)).status, 403);
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
