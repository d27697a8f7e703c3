import { describeAnywhere } from './files/anywhere';
import { describeCertificateViews } from './files/certificateViews';
import { describeEditor } from './files/editor';
import { describeGoToMatch } from './files/goToMatch';
import { describeSplit } from './files/split';
import { describeUpload } from './files/upload';
import { describeWorkspaceCheck } from './files/workspaceCheck';
import { describeParts } from './harness/parts';
import { useWorkbench } from './harness/useWorkbench';

/** What is seen and done of files. */
describe('Files in one window', () => {
  const workbench = useWorkbench({
    builtIn: ['git', 'git-base'],
    settings: { 'explorer.compactFolders': false, 'git.enabled': true, 'git.openRepositoryInParentFolders': 'never' },
  });
  describeParts(workbench, [
    describeUpload,
    describeAnywhere,
    describeEditor,
    describeGoToMatch,
    describeCertificateViews,
    describeSplit,
    describeWorkspaceCheck,
  ]);
});
