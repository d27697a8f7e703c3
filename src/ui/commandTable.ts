import type { CommandId } from '../ids';
import {
  readCertificatesTarget,
  readCertificateTarget,
  readConnectionTarget,
  readDetailTarget,
  readFileTarget,
  readFindingTarget,
  readHostTarget,
  readSplitRequest,
  readUploadTarget,
  readWriteTarget,
} from './commands/arguments';
import type { Services } from './registrations';

const compare = () => import('./commands/compare');
const changes = () => import('./commands/changes');
const connections = () => import('./commands/connections');
const hosts = () => import('./commands/hosts');
const inventory = () => import('./commands/inventory');
const search = () => import('./commands/search');
const show = () => import('./commands/show');
const takeOut = () => import('./commands/takeOut');
const upload = () => import('./commands/upload');
const workspace = () => import('./commands/workspace');

/** A command as VS Code, or anybody, calls it. */
type Command = (services: Services, target: unknown, selection: unknown) => Promise<unknown>;

/** Reads what the command is called with, and hands it over. This is the one border where VS Code calls us. */
const command =
  <Argument>(
    read: (target: unknown, selection: unknown, services: Services) => Argument,
    load: () => Promise<(services: Services, argument: Argument) => unknown>,
  ): Command =>
  async (services, target, selection) => {
    // What is selected now, not what is once the code is loaded.
    const argument = read(target, selection, services);
    return (await load())(services, argument);
  };

const readNothing = (): undefined => undefined;

/** Every command: what it reads of what it is called with, and its code, loaded when a person first wants it. */
export const commands: Readonly<Record<CommandId, Command>> = {
  'api7Certificates.addConnection': command(readNothing, async () => (await connections()).addConnection),
  'api7Certificates.addPair': command(readCertificateTarget, async () => (await changes()).addPair),
  'api7Certificates.removePair': command(readCertificateTarget, async () => (await changes()).removePair),
  'api7Certificates.cancelUpdate': command(readNothing, async () => (await changes()).cancelUpdate),
  'api7Certificates.continueUpdate': command(readNothing, async () => (await changes()).continueUpdate),
  'api7Certificates.cancelLoading': command(readConnectionTarget, async () => (await inventory()).cancelLoading),
  'api7Certificates.cancelWorkspaceCheck': command(readNothing, async () => (await workspace()).cancelWorkspaceCheck),
  'api7Certificates.checkHost': command(readHostTarget, async () => (await hosts()).checkHost),
  'api7Certificates.checkLive': command(readHostTarget, async () => (await hosts()).checkLive),
  'api7Certificates.checkWorkspace': command(readNothing, async () => (await workspace()).checkWorkspace),
  'api7Certificates.clearFilter': command(readNothing, async () => (await inventory()).clearFilter),
  'api7Certificates.clearToken': command(readConnectionTarget, async () => (await connections()).clearToken),
  'api7Certificates.completeChain': command(readFileTarget, async () => (await search()).completeChain),
  'api7Certificates.compareCertificates': command(
    readCertificatesTarget,
    async () => (await compare()).compareCertificates,
  ),
  'api7Certificates.compareWithFile': command(readCertificatesTarget, async () => (await compare()).compareWithFile),
  'api7Certificates.compareWithGateway': command(readFileTarget, async () => (await compare()).compareWithGateway),
  'api7Certificates.copyCertificateAs': command(
    readCertificatesTarget,
    async () => (await takeOut()).copyCertificateAs,
  ),
  'api7Certificates.copyCertificateId': command(
    readCertificatesTarget,
    async () => (await inventory()).copyCertificateId,
  ),
  'api7Certificates.copyCertificateNames': command(
    readCertificatesTarget,
    async () => (await inventory()).copyCertificateNames,
  ),
  'api7Certificates.copyCertificatePem': command(
    readCertificatesTarget,
    async () => (await takeOut()).copyCertificatePem,
  ),
  'api7Certificates.exportChain': command(readCertificatesTarget, async () => (await takeOut()).exportChain),
  'api7Certificates.showCertificateText': command(
    readCertificatesTarget,
    async () => (await takeOut()).showCertificateText,
  ),
  'api7Certificates.showGatewayObject': command(
    readCertificatesTarget,
    async () => (await takeOut()).showGatewayObject,
  ),
  'api7Certificates.deleteCertificate': command(
    readCertificatesTarget,
    async () => (await changes()).deleteCertificate,
  ),
  'api7Certificates.disableCertificate': command(
    readCertificateTarget,
    async () => (await changes()).disableCertificate,
  ),
  'api7Certificates.dismissUnfinished': command(readWriteTarget, async () => (await changes()).dismissUnfinished),
  'api7Certificates.editConnection': command(readConnectionTarget, async () => (await connections()).editConnection),
  'api7Certificates.editLabels': command(readCertificatesTarget, async () => (await changes()).editLabels),
  'api7Certificates.enableCertificate': command(readCertificateTarget, async () => (await changes()).enableCertificate),
  'api7Certificates.filterCertificates': command(readNothing, async () => (await inventory()).filterCertificates),
  'api7Certificates.goToMatch': command(readFileTarget, async () => (await search()).goToMatch),
  'api7Certificates.groupCertificates': command(readNothing, async () => (await inventory()).groupCertificates),
  'api7Certificates.importConnections': command(
    readNothing,
    async () => (await import('./commands/importConnections')).importConnections,
  ),
  'api7Certificates.openManifest': command(readCertificateTarget, async () => (await changes()).openManifest),
  'api7Certificates.lookAgain': command(readWriteTarget, async () => (await changes()).lookAgain),
  'api7Certificates.refresh': command(readConnectionTarget, async () => (await inventory()).refresh),
  'api7Certificates.removeConnection': command(
    readConnectionTarget,
    async () => (await connections()).removeConnection,
  ),
  'api7Certificates.setToken': command(readConnectionTarget, async () => (await connections()).setToken),
  'api7Certificates.showCertificate': command(readDetailTarget, async () => (await show()).showCertificate),
  'api7Certificates.keepDetailsOpen': command(readNothing, async () => (await show()).keepDetailsOpen),
  'api7Certificates.focusDetails': command(readNothing, async () => (await show()).focusDetails),
  'api7Certificates.showFailure': command(readConnectionTarget, async () => (await inventory()).showFailure),
  'api7Certificates.showFileCertificate': command(readFileTarget, async () => (await show()).showFileCertificate),
  'api7Certificates.showTimeline': command(readNothing, async () => (await show()).showTimeline),
  'api7Certificates.showLog': command(readNothing, async () => (await inventory()).showLog),
  'api7Certificates.sortCertificates': command(readNothing, async () => (await inventory()).sortCertificates),
  'api7Certificates.splitFile': command(readSplitRequest, async () => (await import('./commands/splitFile')).splitFile),
  'api7Certificates.convertToPem': command(
    readFileTarget,
    async () => (await import('./commands/splitFile')).convertFile,
  ),
  'api7Certificates.turnOffFinding': command(
    readFindingTarget,
    async () => (await import('./commands/splitFile')).turnOffFinding,
  ),
  'api7Certificates.testConnection': command(readConnectionTarget, async () => (await connections()).testConnection),
  'api7Certificates.renewEverywhere': command(
    readCertificateTarget,
    async () => (await import('./commands/changes')).renewEverywhere,
  ),
  'api7Certificates.updateCertificate': command(readCertificateTarget, async () => (await changes()).updateCertificate),
  'api7Certificates.uploadCertificate': command(readUploadTarget, async () => (await upload()).uploadCertificate),
  'api7Certificates.uploadFromClipboard': command(
    readConnectionTarget,
    async () => (await upload()).uploadFromClipboard,
  ),
};
