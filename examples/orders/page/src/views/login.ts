import { html, nothing } from 'lit-html';

import { attempt, logIn } from '../server.js';
import { update } from '../state.js';

const DEMO_USERS = [
  { name: 'amy', text: 'buys' },
  { name: 'rory', text: 'buys, too' },
  { name: 'river', text: 'packs and sends' },
];

let problem: string | undefined;

/** The login. */
export function loginView() {
  const enter = (name: string, password: string) => attempt(async () => {
    const isRight = await logIn(name, password);
    problem = isRight ? undefined : 'There is no such user with this password.';
    update();
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    void enter(String(data.get('name')), String(data.get('password')));
  };
  return html`
    <main class="login">
      <form class="card" @submit=${submit}>
        <p class="brand">Leaf <i>&amp;</i> Kettle</p>
        <h1>Log in</h1>
        <label>Name <input name="name" autocomplete="username" required autofocus></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
        ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
        <button class="main">Log in</button>
        <div class="demo">
          <p>This is a demonstration. Look around as</p>
          ${DEMO_USERS.map(({ name, text }) => html`
            <button type="button" @click=${() => enter(name, 'demo')}><b>${name}</b> ${text}</button>
          `)}
        </div>
      </form>
    </main>
  `;
}
