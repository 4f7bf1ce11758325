/*
 * Adds the section of a new version to the changelog: tsx build-tools/changelog.ts <section> <changelog> <copy of the changelog>
 */
import { copyFileSync, readFileSync, writeFileSync } from 'fs';
import { withSection } from './changelog-sections';

const [sectionPath, changelogPath, copyPath] = process.argv.slice(2);
const { section, changelog } = withSection(readFileSync(changelogPath, 'utf8'), readFileSync(sectionPath, 'utf8'));
writeFileSync(sectionPath, section);
writeFileSync(changelogPath, changelog);
copyFileSync(changelogPath, copyPath);
