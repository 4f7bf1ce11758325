import type { Behaviour } from '../engine';
import type { NamedValues } from '../resource';

export interface AnalysisTemplateValues extends NamedValues {
  format: string;
}

export const analysisTemplate: Behaviour<'AnalysisTemplate'> = {
  quota: 'analysisTemplates',
};
