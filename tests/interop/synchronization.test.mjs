import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { patienceMs, send, Server } from './harness.mjs';

const kinds = ['mensajes', 'lecturas', 'entregas', 'conversaciones'];
const largest = 2 ** 53 - 1;

describe('synchronization', () => {
    let server;
    const sockets = {};
    const tokens = {};
    const ids = {};
    before(async () => {
        server = await Server.start();
        await server.addUsers('agent1', 'agent2', 'alice', 'bob', 'silent');
        for (const name of ['agent1', 'agent2', 'alice', 'bob', 'silent']) {
            sockets[name] = await server.connect(name);
            tokens[name] = sockets[name].token;
        }
        for (const [name, from, para] of [['question', 'alice', 'admin'], ['other', 'bob', 'admin'],
            ['answer', 'agent1', 'alice'], ['thanks', 'alice', 'admin']]) {
            ids[name] = (await send(sockets[from], { para, mensaje: `${name} of ${from}` })).id;
        }
        await mark('agent1', 'leido', { conversacion: 'alice', hasta: ids.thanks });
        await mark('agent2', 'entregado', { conversacion: 'alice', hasta: ids.question });
        await mark('agent2', 'leido', { conversacion: 'alice', hasta: ids.question });
        await mark('alice', 'entregado', { conversacion: 'alice', hasta: ids.answer });
        await mark('alice', 'leido', { conversacion: 'alice', hasta: ids.answer });
        await mark('bob', 'entregado', { conversacion: 'bob', hasta: ids.other });
        await mark('agent2', 'leido', { conversacion: 'bob', hasta: ids.other });
        await mark('agent1', 'entregado', { conversacion: 'bob', hasta: ids.other });
    });
    after(async () => assert.equal(await server.stop(), 0));

    async function mark(name, event, payload) {
        const ack = await sockets[name].timeout(patienceMs).emitWithAck(event, payload);
        assert.equal(ack.ok, true, `${event} of ${name}`);
    }

    async function json(path, name) {
        const response = await server.get(path, tokens[name]);
        assert.equal(response.status, 200, path);
        return response.json();
    }

    const page = (name, desde, limite) =>
        json(`/api/sincronizar?desde=${desde}${limite ? `&limite=${limite}` : ''}`, name);

    /** All pages from there on, put together. */
    async function pages(name, desde, limite) {
        const sum = Object.fromEntries(kinds.map((kind) => [kind, []]));
        for (let cursor = desde, mas = true; mas; ({ cursor, mas } = sum)) {
            const next = await page(name, cursor, limite);
            assert.ok(next.cursor > cursor || !next.mas, 'each page goes on');
            for (const kind of kinds) sum[kind].push(...next[kind]);
            Object.assign(sum, { notas: next.notas, cursor: next.cursor, mas: next.mas });
        }
        return sum;
    }

    const numbers = (page_) => kinds.flatMap((kind) => page_[kind].map((entry) => entry.id ?? entry.version));

    test('an administrator gets everything', async () => {
        const all = await page('agent1', 0);
        assert.deepEqual(Object.keys(all).sort(), [...kinds, 'cursor', 'mas', 'notas'].sort());
        assert.deepEqual(all.mensajes, [
            ...await json('/api/mensajes?con=alice', 'agent1'), ...await json('/api/mensajes?con=bob', 'agent1'),
        ].sort((one, other) => one.id - other.id));
        assert.deepEqual(all.lecturas.map(({ conversacion, lector, hasta, no_leidos }) => [conversacion, lector, hasta, no_leidos]), [
            ['alice', 'agent1', ids.thanks, 0], ['alice', 'agent2', ids.question, 1],
            ['alice', 'alice', ids.answer, 0], ['bob', 'agent2', ids.other, 0],
        ]);
        assert.deepEqual(all.entregas.map(({ conversacion, receptor, hasta }) => [conversacion, receptor, hasta]), [
            ['alice', 'agent2', ids.question], ['alice', 'alice', ids.answer],
            ['bob', 'bob', ids.other], ['bob', 'agent1', ids.other],
        ]);
        const { filas } = await json('/api/conversaciones?orden=creada', 'agent1');
        assert.deepEqual(all.conversaciones, filas.reverse(), 'the rows are those of the list, with who is there');
        assert.ok(all.conversaciones.every((row) => row.en_linea));
        assert.deepEqual(all.notas, []);
        assert.equal(all.mas, false);
        assert.equal(all.cursor, Math.max(...numbers(all)));
    });

    test('a user gets what is theirs, and the staff as of one', async () => {
        const own = await page('alice', 0);
        assert.deepEqual(own.mensajes, await json('/api/mensajes/mios', 'alice'));
        assert.deepEqual(own.lecturas.map(({ version, ...rest }) => rest), [
            { conversacion: 'alice', hasta: ids.thanks },
            { conversacion: 'alice', lector: 'alice', hasta: ids.answer, ordinal: 1, no_leidos: 0 },
        ]);
        assert.deepEqual(own.entregas.map(({ version, ...rest }) => rest), [
            { conversacion: 'alice', hasta: ids.question },
            { conversacion: 'alice', receptor: 'alice', hasta: ids.answer },
        ]);
        assert.deepEqual(own.conversaciones, []);
        assert.equal(own.cursor, (await page('agent1', 0)).cursor);
    });

    test('a user never sees another\'s', async () => {
        for (const [name, others] of [['alice', /bob|agent2/], ['bob', /alice|agent/], ['silent', /alice|bob|agent/]]) {
            for (const limite of [1, 500]) assert.doesNotMatch(JSON.stringify(await pages(name, 0, limite)), others, name);
        }
        assert.deepEqual(numbers(await page('silent', 0)), []);
    });

    for (const name of ['agent1', 'agent2', 'alice', 'bob', 'silent']) {
        test(`pages of whatever size are the same, ${name}`, async () => {
            const { cursor } = await page(name, 0);
            for (let desde = 0; desde <= cursor; ++desde) {
                const whole = await page(name, desde, 500);
                assert.ok(numbers(whole).every((number) => number > desde));
                for (const limite of [1, 2, 5]) assert.deepEqual(await pages(name, desde, limite), whole);
            }
        });
    }

    test('what comes live comes after the cursor of listo', async () => {
        const { cursor } = await page('agent1', 0);
        const late = await server.connect('agent1');
        assert.equal(late.ready.cursor, cursor);
        const { id } = await send(sockets.silent, { para: 'admin', mensaje: 'now' });
        const news = await page('agent1', cursor);
        assert.deepEqual(news.mensajes.map((row) => row.id), [id]);
        assert.deepEqual(news.conversaciones.map((row) => row.usuario), ['silent']);
        assert.deepEqual(await page('agent1', news.cursor),
            { mensajes: [], notas: [], lecturas: [], entregas: [], conversaciones: [], cursor: news.cursor, mas: false });
    });

    test('a number above the last one gives that one', async () => {
        const { cursor } = await page('alice', 0);
        for (const desde of [cursor + 1, largest]) {
            const nothing = await page('alice', desde);
            assert.deepEqual(numbers(nothing), []);
            assert.deepEqual([nothing.cursor, nothing.mas], [cursor, false]);
        }
    });

    test('refusals', async () => {
        for (const [path, name, status, error] of [
            ['/api/sincronizar?desde=0', undefined, 401, 'No autenticado'],
            ['/api/sincronizar', 'alice', 400, 'El parámetro desde debe ser un número entero desde 0'],
            ['/api/sincronizar?desde=-1', 'alice', 400, 'El parámetro desde debe ser un número entero desde 0'],
            [`/api/sincronizar?desde=${2 ** 53}`, 'alice', 400, 'El parámetro desde debe ser un número entero desde 0'],
            ['/api/sincronizar?desde=0&limite=501', 'alice', 400, 'El parámetro limite va de 1 a 500'],
            ['/api/conversaciones/mia', undefined, 401, 'No autenticado'],
            ['/api/conversaciones/mia', 'agent1', 403, 'Acceso solo para usuarios'],
            ['/api/presencia', undefined, 403, 'Acceso denegado'],
            ['/api/presencia', 'alice', 403, 'Acceso solo para administradores'],
            ['/api/conversaciones?filtro=otras', 'agent1', 400,
                'El parámetro filtro es una lista de mias, sin_asignar, no_leidas, abiertas y cerradas'],
        ]) {
            const response = await server.get(path, tokens[name]);
            assert.equal(response.status, status, path);
            assert.equal((await response.json()).error, error);
        }
    });

    test('where a user stands', async () => {
        const { lectura, ...thread } = await json('/api/conversaciones/mia', 'alice');
        assert.deepEqual(thread, {
            entrantes: 2, salientes: 1, no_leidos: 0, equipo_leido: ids.thanks, equipo_entregado: ids.question,
        });
        assert.deepEqual([lectura.hasta, lectura.ordinal], [ids.answer, 1]);
    });

    test('the filters of the list', async () => {
        const filtered = async (name, filtro) =>
            (await json(`/api/conversaciones?orden=creada&filtro=${filtro}`, name)).filas
                .map((row) => row.usuario).filter((user) => user !== 'silent').sort();
        assert.deepEqual(await filtered('agent1', 'no_leidas'), ['bob']);
        assert.deepEqual(await filtered('agent2', 'no_leidas'), ['alice']);
        assert.deepEqual(await filtered('agent1', 'mias'), []);
        assert.deepEqual(await filtered('agent1', 'sin_asignar,abiertas'), ['alice', 'bob']);
        assert.deepEqual(await filtered('agent1', 'abiertas,cerradas'), []);
    });

    test('who is there', async () => {
        const { presentes } = await json('/api/presencia', 'agent2');
        assert.deepEqual(presentes.map(({ usuario, rol, estado }) => `${usuario} ${rol} ${estado}`), [
            'agent1 admin en_linea', 'agent2 admin en_linea', 'alice user en_linea', 'bob user en_linea', 'silent user en_linea',
        ]);
    });
});

describe('the metrics', () => {
    let server;
    before(async () => {
        server = await Server.start();
        await server.addUsers('alice');
        await send(await server.connect('alice'), { para: 'admin', mensaje: 'hola' });
    });
    after(async () => assert.equal(await server.stop(), 0));

    test('are in Prometheus\' text format', async () => {
        const response = await server.get('/metrics');
        assert.equal(response.status, 200);
        assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
        const text = await response.text();
        assert.match(text, /^(# HELP (ventanilla_[a-z_]+) \S[^\n]*\.\n# TYPE \2 (counter|gauge)\n\2 -?\d+\n)+$/);
        const values = Object.fromEntries([...text.matchAll(/^(ventanilla_\w+) (-?\d+)$/gm)].map(([, name, value]) => [name, Number(value)]));
        for (const [name, value] of Object.entries({
            messages_stored_total: 1, messages_delivered_total: 1, commits_total: 1, messages_spooled_total: 0,
            messages_replayed_total: 0, messages_set_aside_total: 0, messages_not_stored_total: 0, spool_messages: 0,
            spool_failures_total: 0, database_failures_total: 0, marks_total: 0,
        })) assert.equal(values[`ventanilla_${name}`], value, name);
        assert.match(text, /# TYPE ventanilla_spool_messages gauge\n/);
        assert.match(text, /# TYPE ventanilla_messages_stored_total counter\n/);
    });

    test('are not there for whoever comes through a proxy', async () => {
        for (const header of ['forwarded', 'x-forwarded-for', 'x-real-ip']) {
            const response = await fetch(`${server.url}/metrics`, { headers: { [header]: '127.0.0.1' } });
            assert.equal(response.status, 404);
            assert.deepEqual(await response.json(), { error: 'No encontrado', codigo: 'no_encontrado' });
        }
    });
});
