/** The page to try the server by hand: one file, nothing loaded from elsewhere. */
export const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Price server</title>
<link rel="icon" href="data:,">
<style>
  :root { color-scheme: light dark; --line: light-dark(#d8d4cc, #3c3a36); --ink: light-dark(#26221c, #ece7dd);
    --paper: light-dark(#faf8f4, #1b1a18); --sheet: light-dark(#fff, #242320); --thread: light-dark(#9a4a1f, #e59a6b); }
  * { box-sizing: border-box; }
  body { margin: 0; padding: 3rem 1.25rem; background: var(--paper); color: var(--ink);
    font: 1rem/1.5 ui-sans-serif, system-ui, sans-serif; }
  main { max-width: 42rem; margin: auto; }
  h1 { margin: 0; font-size: 1.6rem; letter-spacing: -.01em; }
  form, section { margin-top: 1.5rem; padding: 1.25rem; background: var(--sheet); border: 1px solid var(--line); border-radius: .6rem; }
  form { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem; align-items: end; }
  label { display: grid; gap: .3rem; font-size: .85rem; }
  select, input, button { width: 100%; padding: .5rem .6rem; border: 1px solid var(--line); border-radius: .4rem;
    background: var(--paper); color: inherit; font: inherit; }
  button { background: var(--thread); border-color: var(--thread); color: var(--sheet); font-weight: 600; cursor: pointer; }
  button:disabled { opacity: .6; cursor: progress; }
  :focus-visible { outline: 2px solid var(--thread); outline-offset: 2px; }
  code, pre { font: .9rem/1.6 ui-monospace, monospace; }
  pre { margin: .75rem 0 0; overflow-x: auto; }
  #close { font-size: 2rem; font-weight: 600; font-variant-numeric: tabular-nums; }
  #asked { overflow-wrap: anywhere; opacity: .75; }
</style>
<main>
  <h1>Price server</h1>
  <p>Daily prices of three coins on eleven exchanges, for trying out concurrent programs.</p>
  <form>
    <label>Exchange <select id="exchange" required></select></label>
    <label>Symbol <select id="symbol" required></select></label>
    <label>Date <input id="date" value="2020-04-01" placeholder="YYYY-MM-DD" required></label>
    <button>Get the price</button>
  </form>
  <section aria-live="polite">
    <div id="close">–</div>
    <code id="asked">GET /price/{exchange}/{symbol}/{date}</code>
    <pre id="answer"></pre>
  </section>
  <p>Also: <a href="exchanges">/exchanges</a>, <a href="symbols">/symbols</a></p>
</main>
<script>
  const at = (id) => document.getElementById(id);
  async function fill(id, path, first) {
    const names = await (await fetch(path)).json();
    at(id).replaceChildren(...names.map((name) => new Option(name, name, false, name === first)));
  }
  async function ask(event) {
    event.preventDefault();
    const path = ['price', at('exchange').value, at('symbol').value, at('date').value].map(encodeURIComponent).join('/');
    const button = event.target.querySelector('button');
    button.disabled = true;
    const began = performance.now();
    try {
      const response = await fetch(path);
      const body = await response.json();
      const took = Math.round(performance.now() - began);
      at('asked').textContent = 'GET /' + path + ' → ' + response.status + ' in ' + took + ' ms';
      at('close').textContent = !response.ok ? 'Not so' : body === null ? 'No trade on that day' : '$' + body.close;
      at('answer').textContent = JSON.stringify(body, null, 2);
    } catch (error) {
      at('close').textContent = 'No answer';
      at('answer').textContent = String(error);
    } finally {
      button.disabled = false;
    }
  }
  document.querySelector('form').addEventListener('submit', ask);
  fill('exchange', 'exchanges', 'bitstamp');
  fill('symbol', 'symbols', 'btc');
</script>
</html>
`;

/** What the page may do: run what stands in it, and ask this server. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:";
