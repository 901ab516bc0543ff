/** Signal topic of everything that changes how one application looks. */
export const applicationTopic = (applicationId: string): string => `application:${applicationId}`
