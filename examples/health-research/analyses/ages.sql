SELECT north.age_group, COUNT(DISTINCT north.patient) AS patients
FROM patients_north north
INNER JOIN patients_south south ON north.patient = south.patient
WHERE north.diagnosis = :diagnosis
GROUP BY north.age_group
