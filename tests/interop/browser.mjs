// Debian's Chromium with the page of the tests in it.
import { readFile } from 'node:fs/promises';
import puppeteer from 'puppeteer-core';
import { patienceMs } from './harness.mjs';

export function startBrowser() {
    return puppeteer.launch({
        executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
        pipe: true, // it ends with us, whatever happens
        // Root has no sandbox to put it in.
        args: ['--disable-gpu', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
    });
}

/** The page, for a site that is in front of the server or, with its URL, for one elsewhere. */
export async function conversationPage(server = '') {
    const html = await readFile(new URL('page/conversation.html', import.meta.url), 'utf8');
    return html.replaceAll('SERVER', server);
}

/** Somebody at a browser of their own: no cookies of others, and maybe this one. */
export class Visitor {
    static async at(browser, url, cookie) {
        const visitor = new Visitor();
        visitor.context = await browser.createBrowserContext();
        if (cookie) await visitor.context.setCookie({ domain: '127.0.0.1', path: '/', ...cookie });
        visitor.page = await visitor.context.newPage();
        visitor.page.setDefaultTimeout(patienceMs);
        await visitor.page.goto(url, { waitUntil: 'domcontentloaded' });
        return visitor;
    }

    /** Fills in these fields of a form and presses Enter. */
    async submit(form, fields) {
        for (const [name, text] of Object.entries(fields)) await this.page.type(`#${form} [name=${name}]`, text);
        await this.page.keyboard.press('Enter');
    }

    /** Waits until the elements show these texts. */
    async sees(selector, ...texts) {
        const same = (where, wanted) => {
            const now = [...document.querySelectorAll(where)].map((element) => element.textContent);
            return JSON.stringify(now) === JSON.stringify(wanted);
        };
        try {
            await this.page.waitForFunction(same, { polling: 'mutation' }, selector, texts);
        } catch (error) {
            const now = await this.page.$$eval(selector, (all) => all.map((element) => element.textContent));
            throw new Error(`${selector} shows ${JSON.stringify(now)}, not ${JSON.stringify(texts)}`, { cause: error });
        }
    }

    leave() {
        return this.context.close();
    }
}
