//! Words of tables in German, French and Spanish, as the dictionaries know them.
//!
//! Only words that mean nothing else in English; a new word is one entry.

/// The English words of a foreign word in small letters.
pub(super) fn english(word: &str) -> Option<&'static [&'static str]> {
    const WORDS: &[(&[&str], &[&str])] = &[
        (&["modell", "modèle", "modele", "modelo"], &["model"]),
        (&["durchlauf", "lauf", "messlauf", "essai", "intento", "corrida"], &["run"]),
        (&["antwortzeit"], &["response", "time"]),
        (&["laufzeit", "durée", "duree", "dauer", "duración", "duracion"], &["duration"]),
        (&["zeit", "tiempo"], &["time"]),
        (&["zeitstempel", "horodatage"], &["timestamp"]),
        (&["datum", "fecha"], &["date"]),
        (&["latenz", "latence", "latencia"], &["latency"]),
        (&["durchsatz", "débit", "rendimiento"], &["throughput"]),
        (&["geschwindigkeit", "vitesse", "velocidad"], &["speed"]),
        (&["speicher", "arbeitsspeicher", "mémoire", "memoire", "memoria"], &["memory"]),
        (&["leistung", "leistungsaufnahme", "puissance", "potencia"], &["power"]),
        (&["energie", "énergie", "energía", "energia", "energieverbrauch"], &["energy"]),
        (&["temperatur", "température", "temperatura"], &["temperature"]),
        (&["auslastung"], &["utilization"]),
        (&["kosten", "coût", "cout", "coste", "costo"], &["cost"]),
        (&["preis", "prix", "precio"], &["price"]),
        (&["genauigkeit", "précision", "precisión", "exactitude", "exactitud"], &["accuracy"]),
        (&["fehler", "erreur", "erreurs", "fehlerzahl"], &["error"]),
        (&["fehlerrate", "fehlerquote"], &["error", "rate"]),
        (&["taux", "tasa"], &["rate"]),
        (&["erfolgreich", "erfolg", "réussi", "reussi", "succès", "éxito", "exito"], &["success"]),
        (&["bemerkung", "bemerkungen", "kommentar", "remarque", "remarques", "commentaire", "notas"], &["notes"]),
        (&["beschreibung", "descripción", "descripcion"], &["description"]),
        (&["anzahl", "número", "numero", "cantidad"], &["count"]),
        (&["mittelwert", "mittel", "durchschnitt", "moyenne", "promedio", "medio"], &["mean"]),
        (&["médiane", "mediane", "mediana"], &["median"]),
        (&["standardabweichung"], &["sd"]),
        (&["größe", "groesse", "taille", "tamaño"], &["size"]),
        (&["anfrage", "anfragen", "requête", "requêtes", "requetes", "solicitudes", "peticiones"], &["requests"]),
        (&["jeton", "jetons"], &["tokens"]),
        (&["sekunde", "sekunden", "seconde", "secondes", "segundo", "segundos"], &["seconds"]),
        (&["minuten"], &["minutes"]),
        (&["stunde", "stunden", "heure", "heures", "hora", "horas"], &["hours"]),
        (&["prozent", "pourcent", "pourcentage", "porcentaje"], &["percent"]),
        (&["errores"], &["errors"]),
        (&["benutzer", "nutzer", "utilisateurs", "usuarios"], &["users"]),
        (&["por"], &["per"]),
        (&["kennung"], &["id"]),
    ];
    WORDS.iter().find(|(spellings, _)| spellings.contains(&word)).map(|(_, english)| *english)
}
