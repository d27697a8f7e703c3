import assert from 'node:assert/strict';
import { pick } from '../../src/ui/prompts/pickPrompt';
import { input } from '../../src/ui/prompts/prompts';
import { usePerson } from './harness/usePerson';

describe('A question whose work fails in a way that nobody foresaw', () => {
  const { quickInput } = usePerson();

  it('rejects and closes where what was typed is judged', async () => {
    const answer = input({ title: 'Judged', prompt: '', submit: () => Promise.reject(new Error('unforeseen')) });
    const isOver = assert.rejects(answer, /unforeseen/);
    await quickInput.step('Judged');
    await quickInput.fill('text');
    await isOver;
    assert.equal(quickInput.shown, undefined);
  });

  it('rejects and closes where its choices are looked up', async () => {
    const choices = () => Promise.reject(new Error('unforeseen'));
    await assert.rejects(pick({ title: 'Looked up', placeholder: '', choices }), /unforeseen/);
    assert.equal(quickInput.shown, undefined);
  });
});
