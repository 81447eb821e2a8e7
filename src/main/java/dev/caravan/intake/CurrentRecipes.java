package dev.caravan.intake;

/** Knows which recipe a record that arrives now is to go with. */
public interface CurrentRecipes {

    /** The ledger's number of the recipe in force for this task. */
    int recipeOf(String task);
}
