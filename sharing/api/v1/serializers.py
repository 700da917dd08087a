"""What the calls take: parsed and typed here, judged by the actions."""

from typing import Any, cast

from rest_framework import serializers

from core.api.fields import Text, Whole
from events.enums import Role
from sharing.changes import MOST_GRANTS, Grant, Grantee

ROLES = [role.value for role in Role]
NAMES = ("user_id", "username", "email")
LEVELS = ("permission_level", "role")


class GranteeInput(serializers.Serializer[Any]):
    """A person, by exactly one of id, username and email."""

    user_id = Whole(required=False, allow_null=True)
    username = Text(required=False, allow_null=True, allow_blank=False, max_length=254)
    email = Text(required=False, allow_null=True, allow_blank=False, max_length=254)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Raises `ValidationError` for none and for more than one name."""
        if sum(attrs.get(name) is not None for name in NAMES) != 1:
            message = "Name the user by exactly one of user_id, username and email."
            raise serializers.ValidationError({"user_id": message}, "one_required")
        return attrs


class RoleInput(serializers.Serializer[Any]):
    """A role, under either name."""

    permission_level = serializers.ChoiceField(ROLES, required=False, help_text="owner, editor or viewer.")
    role = serializers.ChoiceField(ROLES, required=False, help_text="Another name of permission_level.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Raises `ValidationError` where there is no role, or two that differ."""
        levels = {attrs[name] for name in LEVELS if name in attrs}
        if not levels:
            raise serializers.ValidationError({"permission_level": "This field is required."}, "required")
        if len(levels) > 1:
            message = "permission_level and role must not differ."
            raise serializers.ValidationError({"role": message}, "contradiction")
        return attrs


class GrantInput(GranteeInput, RoleInput):
    """A role for a person."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Raises `ValidationError` with what is wrong with the person and with the role."""
        wrong: dict[str, Any] = {}
        for part in (GranteeInput, RoleInput):
            try:
                part.validate(self, attrs)
            except serializers.ValidationError as error:
                wrong |= cast(dict[str, Any], error.detail)
        if wrong:
            raise serializers.ValidationError(wrong)
        return attrs


class ShareInput(serializers.Serializer[Any]):
    """The people to share with."""

    users = serializers.ListField(child=GrantInput(), min_length=1, max_length=MOST_GRANTS)


def grantee_of(values: dict[str, Any]) -> Grantee:
    """The person that validated input names."""
    return Grantee(**{name: values.get(name) for name in NAMES})


def role_of(values: dict[str, Any]) -> Role:
    """The role that validated input asks for."""
    return Role(next(values[name] for name in LEVELS if name in values))


def grants_of(values: dict[str, Any]) -> list[Grant]:
    """The grants that validated input asks for."""
    return [Grant(grantee=grantee_of(each), role=role_of(each)) for each in values["users"]]
