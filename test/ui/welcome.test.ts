import assert from 'node:assert/strict';
import { themes } from './harness/themes';
import { useWorkbench } from './harness/useWorkbench';

describe('A first look', () => {
  const workbench = useWorkbench();

  it('shows our icon in the activity bar, and a way to connect a gateway in its view', async () => {
    const { tree } = workbench();
    await tree.open();
    await tree.welcome.getByText('Connect a gateway to see its certificates here.').waitFor();
    assert.equal(await tree.welcomeAction('Add Connection').isEnabled(), true);
    await workbench().screenshot('welcome', themes);
  });
});
