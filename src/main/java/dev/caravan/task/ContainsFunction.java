package dev.caravan.task;

import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.AbstractFunction;
import com.ezylang.evalex.functions.FunctionParameter;
import com.ezylang.evalex.parser.Token;

/** {@code contains(tags, "escalation")}: whether a list has an item, or a text a part. */
@FunctionParameter(name = "whole")
@FunctionParameter(name = "part")
final class ContainsFunction extends AbstractFunction {

    @Override
    public EvaluationValue evaluate(Expression expression, Token functionToken, EvaluationValue... parameters) {
        EvaluationValue whole = parameters[0];
        String part = parameters[1].getStringValue();
        boolean found = whole.isArrayValue()
                ? whole.getArrayValue().stream()
                        .anyMatch(item -> item.getStringValue().equals(part))
                : whole.getStringValue().contains(part);
        return EvaluationValue.booleanValue(found);
    }
}
