import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { conversationPage, startBrowser, Visitor } from './browser.mjs';
import { clients, failureOf, lastOf } from './clients.mjs';
import { clientScript, nextEvent, received, send, Server, settled, token } from './harness.mjs';
import { Site } from './site.mjs';

describe('a page in a browser', () => {
    let browser;
    let server;
    let agent;
    let listed; // a site elsewhere that the operator has listed
    let foreign; // one that nobody has
    before(async () => {
        browser = await startBrowser();
        [listed, foreign] = [await Site.start(), await Site.start()];
        server = await Server.start({ 'client-script': clientScript, 'allowed-origins': listed.url });
        listed.page = foreign.page = await conversationPage(server.url);
        await server.addUsers('agent', 'lucia');
        agent = await server.connect('agent');
    });
    after(async () => {
        await browser?.close();
        for (const site of [listed, foreign]) await site?.stop();
        assert.equal(await server?.stop(), 0);
    });

    /** A site before the server, so that page and server have one origin. */
    async function siteInFront(options) {
        const site = await Site.start({ behind: server.url, ...options });
        site.page = await conversationPage();
        return site;
    }

    const tokenCookie = () => ({ name: 'token', value: token({ user: 'lucia' }), httpOnly: true, sameSite: 'Lax' });

    test('signs in, talks and gets answers, before, during and after the upgrade', async () => {
        let letUpgrade;
        const allowed = new Promise((resolve) => { letUpgrade = () => resolve(true); });
        const front = await siteInFront({ mayUpgrade: () => allowed });
        try {
            const lucia = await Visitor.at(browser, front.url);
            await lucia.sees('#state', 'rechazado: No autenticado');
            await lucia.submit('signIn', { user: 'lucia', pass: 'password of lucia' });
            await lucia.sees('#state', 'conectado: polling');
            assert.equal(await lucia.page.evaluate(() => document.cookie), '', 'no script can read the token');
            const [cookie] = await lucia.context.cookies();
            assert.deepEqual([cookie.name, cookie.httpOnly, cookie.sameSite, cookie.session], ['token', true, 'Lax', false]);

            agent.seen.length = 0;
            const thread = [];
            const luciaSays = async (text) => {
                const got = nextEvent(agent, 'mensaje_recibido');
                await lucia.submit('composer', { text });
                const { de, mensaje } = await got;
                assert.deepEqual({ de, mensaje }, { de: 'lucia', mensaje: text });
                thread.push(text);
                await lucia.sees('#thread li', ...thread);
            };
            const agentSays = async (...texts) => {
                for (const mensaje of texts) assert.equal((await send(agent, { para: 'lucia', mensaje })).ok, true);
                thread.push(...texts.map((text) => `agent: ${text}`));
                await lucia.sees('#thread li', ...thread);
            };
            await luciaSays('¿Hay alguien?');
            await agentSays('Hola, Lucía 😀', '<b>¿En qué</b> le ayudo?');
            letUpgrade();
            await agentSays(...Array.from({ length: 20 }, (_, i) => `${i + 1}`));
            await lucia.sees('#state', 'conectado: websocket');
            await luciaSays('Gracias ñandú');
            await agentSays('A usted');
            await lucia.leave();
        } finally {
            await front.stop();
        }
    });

    const refusals = [
        ['no cookie at all', undefined, 'No autenticado'],
        ['a cookie without a token', { name: 'idioma', value: 'es' }, 'Token no proporcionado'],
        ['a bad token', { name: 'token', value: 'bad' }, 'Token inválido'],
        ['an expired token', { name: 'token', value: token({ user: 'lucia' }, { expiresIn: -10 }) }, 'Token inválido'],
    ];
    for (const [name, cookie, message] of refusals) {
        test(`is told why it is refused: ${name}`, async () => {
            const front = await siteInFront();
            try {
                const visitor = await Visitor.at(browser, front.url, cookie);
                await visitor.sees('#state', `rechazado: ${message}`);
                await visitor.leave();
            } finally {
                await front.stop();
            }
        });
    }

    test('signs in from another origin that is listed', async () => {
        const lucia = await Visitor.at(browser, listed.url);
        await lucia.sees('#state', 'rechazado: No autenticado');
        await lucia.submit('signIn', { user: 'lucia', pass: 'password of lucia' });
        await lucia.sees('#state', 'conectado: websocket');
        await lucia.leave();
    });

    for (const [client, transports] of clients) {
        const query = transports ? `?transports=${transports}` : '';
        const connected = `conectado: ${lastOf(transports)}`;

        test(`a closed tab is a session less, ${client}`, async () => {
            const front = await siteInFront();
            try {
                server.log = '';
                const lucia = await Visitor.at(browser, `${front.url}/${query}`, tokenCookie());
                await lucia.sees('#state', connected);
                const [, session] = await server.logged(/ connected: "lucia" user session (\S+) /);
                await lucia.page.close();
                await server.logged(new RegExp(` disconnected: "lucia" session ${session} : transport close`));
                await lucia.leave();
            } finally {
                await front.stop();
            }
        });

        test(`an origin that is listed may connect, ${client}`, async () => {
            const lucia = await Visitor.at(browser, `${listed.url}/${query}`, tokenCookie());
            await lucia.sees('#state', connected);
            agent.seen.length = 0;
            await lucia.submit('composer', { text: 'desde fuera' });
            await lucia.sees('#thread li', 'desde fuera');
            await settled(agent);
            assert.deepEqual(received(agent).map(({ mensaje }) => mensaje), ['desde fuera']);
            await send(agent, { para: 'lucia', mensaje: 'bienvenida' });
            await lucia.sees('#thread li', 'desde fuera', 'agent: bienvenida');
            await lucia.leave();
        });

        test(`an origin that is not listed may not, ${client}`, async () => {
            server.log = '';
            const lucia = await Visitor.at(browser, `${foreign.url}/${query}`, tokenCookie());
            await lucia.sees('#state', `rechazado: ${failureOf(transports)}`);
            assert.doesNotMatch(server.log, / connected: /);
            await server.logged(/refused a page of the origin "http:.* on "\/socket.io\/"|refused an upgrade from .*: Forbidden/);
            await lucia.leave();
        });
    }
});
