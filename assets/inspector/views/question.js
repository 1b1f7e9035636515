/** @import {Actions, Question} from '../types.js' */
import { html, nothing } from 'lit-html';

/**
 * A modal question; the browser's own dialog keeps the focus inside and gives it back.
 * @param {Question | null} question
 * @param {Actions} actions
 */
export function questionDialog(question, actions) {
  return html`<dialog
    id="question"
    aria-labelledby="question-title"
    @cancel=${(/** @type {Event} */ event) => {
      event.preventDefault();
      actions.answer(false);
    }}
  >
    ${question === null ? nothing : form(question, actions)}
  </dialog>`;
}

/** Opens or closes the dialog as the question says, once it is in the document. @param {boolean} isAsked */
export function syncQuestion(isAsked) {
  const dialog = document.getElementById('question');
  if (!(dialog instanceof HTMLDialogElement) || dialog.open === isAsked) return;
  if (isAsked) dialog.showModal();
  else dialog.close();
}

/**
 * @param {Question} question
 * @param {Actions} actions
 */
function form(question, actions) {
  return html`<form
    @submit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      actions.answer(true);
    }}
  >
    <h2 id="question-title">${question.title}</h2>
    ${question.quotes.map((quote) => html`<blockquote>${quote}</blockquote>`)}
    <p>${question.text}</p>
    ${
      question.pledge === null
        ? nothing
        : html`<label class="pledge"><input type="checkbox" required /> ${question.pledge}</label>`
    }
    <div class="buttons">
      <button type="button" autofocus @click=${() => actions.answer(false)}>Cancel</button>
      <button class=${question.isDangerous ? 'danger' : 'primary'}>${question.action}</button>
    </div>
  </form>`;
}
